"""Where a condition is published, as a reader can follow it."""

from phanuek.ui.components import sources


def test_an_address_becomes_a_link_named_after_its_host() -> None:
    assert sources("https://www.tcg.or.th/customer_general_detail.php?customer_general_id=26") == [
        {
            "text": "tcg.or.th",
            "href": "https://www.tcg.or.th/customer_general_detail.php?customer_general_id=26",
        }
    ]


def test_several_sources_stand_one_by_one_and_words_stay_words() -> None:
    found = sources("ทะเบียนกิจการ ; https://esc.doae.go.th/ (การจดทะเบียนวิสาหกิจชุมชน)")
    assert [part["text"] for part in found] == ["ทะเบียนกิจการ", "esc.doae.go.th (การจดทะเบียนวิสาหกิจชุมชน)"]
    assert [part["href"] for part in found] == ["", "https://esc.doae.go.th/"]


def test_no_source_is_nothing() -> None:
    assert sources("") == []
