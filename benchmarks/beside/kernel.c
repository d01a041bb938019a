/* What this processor itself can do: the same answers with nothing between the numbers and the bits.

   Columns are doubles. A single condition is a union of closed spans of one column; a condition is an OR of single conditions; an
   offer an AND of conditions. Blocks of rows that stay in the nearest memory are worked through one after another: first the bits
   of every condition (surely, possibly), then the AND of every offer. Written for the benchmark, not used by Phanuek. */
#include <stdint.h>
#include <string.h>
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

#define BLOCK 64 /* words of 64 rows */

static inline uint64_t word_of(const double *x, double low, double high) {
  uint64_t bits = 0;
#if defined(__AVX512F__)
  const __m512d a = _mm512_set1_pd(low), b = _mm512_set1_pd(high);
  for (int part = 0; part < 8; part++) {
    const __m512d v = _mm512_loadu_pd(x + 8 * part);
    const __mmask8 above = _mm512_cmp_pd_mask(v, a, _CMP_GE_OQ);
    bits |= (uint64_t)_mm512_mask_cmp_pd_mask(above, v, b, _CMP_LE_OQ) << (8 * part);
  }
#else
  for (int at = 0; at < 64; at++) bits |= (uint64_t)(x[at] >= low && x[at] <= high) << at;
#endif
  return bits;
}

/* words: rows / 64 rounded up (columns are padded); known: a plane for each column; leaf_*: the distinct single conditions, spans from
   span_from[leaf]; leaves of condition c: part_of[part_from[c] .. part_from[c + 1]]; conditions of offer o likewise.
   sure, possible: offers x words. scratch: 2 * (leaves + conditions) * BLOCK words. */
void screen(int64_t words, const double *const *columns, const uint64_t *const *known, int64_t leaves, const int32_t *leaf_column,
            const int32_t *span_from, const double *low, const double *high, int64_t conditions, const int32_t *part_from,
            const int32_t *part_of, int64_t offers, const int32_t *offer_from, const int32_t *offer_of, uint64_t *sure,
            uint64_t *possible, uint64_t *scratch, int64_t first, int64_t last) {
  uint64_t *leaf_sure = scratch, *leaf_may = leaf_sure + leaves * BLOCK;
  uint64_t *cond_sure = leaf_may + leaves * BLOCK, *cond_may = cond_sure + conditions * BLOCK;
  for (int64_t from = first; from < last; from += BLOCK) {
    const int64_t many = last - from < BLOCK ? last - from : BLOCK;
    for (int64_t leaf = 0; leaf < leaves; leaf++) {
      const double *x = columns[leaf_column[leaf]] + from * 64;
      const uint64_t *k = known[leaf_column[leaf]] + from;
      uint64_t *s = leaf_sure + leaf * BLOCK, *m = leaf_may + leaf * BLOCK;
      for (int64_t w = 0; w < many; w++) {
        uint64_t bits = 0;
        for (int32_t at = span_from[leaf]; at < span_from[leaf + 1]; at++) bits |= word_of(x + 64 * w, low[at], high[at]);
        s[w] = bits & k[w];
        m[w] = bits | ~k[w];
      }
    }
    for (int64_t c = 0; c < conditions; c++) {
      uint64_t *restrict s = cond_sure + c * BLOCK, *restrict m = cond_may + c * BLOCK;
      memset(s, 0, 8 * BLOCK);
      memset(m, 0, 8 * BLOCK);
      for (int32_t at = part_from[c]; at < part_from[c + 1]; at++) {
        const uint64_t *a = leaf_sure + (int64_t)part_of[at] * BLOCK, *b = leaf_may + (int64_t)part_of[at] * BLOCK;
        for (int w = 0; w < BLOCK; w++) s[w] |= a[w], m[w] |= b[w];
      }
    }
    for (int64_t o = 0; o < offers; o++) {
      uint64_t s[BLOCK], m[BLOCK];
      memset(s, 255, sizeof s);
      memset(m, 255, sizeof m);
      for (int32_t at = offer_from[o]; at < offer_from[o + 1]; at++) {
        const uint64_t *a = cond_sure + (int64_t)offer_of[at] * BLOCK, *b = cond_may + (int64_t)offer_of[at] * BLOCK;
        for (int w = 0; w < BLOCK; w++) s[w] &= a[w], m[w] &= b[w];
      }
      memcpy(sure + o * words + from, s, 8 * many);
      memcpy(possible + o * words + from, m, 8 * many);
    }
  }
}
