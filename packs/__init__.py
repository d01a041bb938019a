"""Countries. Each package here fulfils ``phanuek.engines.pack.CountryPack`` as ``PACK``."""
