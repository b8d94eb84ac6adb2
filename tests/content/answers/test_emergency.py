"""Danger is heard in every hand and region, and asking about danger is not danger."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.answers.emergency import emergency, listen

DANGERS = {
    "medical": """
        Bố tôi đau ngực dữ dội, thở không nổi
        ong noi toi bi nga bat tinh goi khong day
        con tui hắn uống thuốc chuột rồi mần răng chừ
        chau be bi hoc hat nhan tim tai het ca nguoi
        me em meo mieng noi khong ra tieng
        vợ tôi vỡ ối rồi ở xa trạm xá quá
        vo toi dau de du doi lam sao bay gio
        thằng bé co giật, sùi bọt mép
        co giatj suif botj mesp
        uốg nhầm thuốc trừ sâu
        em hắn uống thuốc cỏ
        rắn lục cắn vô chân sưng to
        ran can chan con toi
        bố em bị điện giật ngã xuống đất
        hai xe máy tông nhau ở ngã ba, máu nhiều lắm
        tai nan o cau, hai nguoi nam bat dong
        bà nội bị ngất xỉu, người lạnh toát
        chay mau nhieu qua khong cam duoc
        ông cố hóc xương cá không thở được
        em không muốn sống nữa
        em khong muon song nua
        e mún chết quá
        bạn em rạch tay rồi uống cả vỉ thuốc ngủ
        ba em đột quỵ ngã gục
        con sốt cao co giật 😭😭
        đau ngực
        CON TÔI TÍM TÁI KHÔNG THỞ
        ong cu te trong nha tam khong day duoc
        my mother has chest pain
        my father is not breathing
        ăn nấm bị ói mửa
        bố tôi bị sét đánh ngoài đồng
        nó trèo lên nóc nhà đòi nhảy
    """,
    "fire": """
        nha hang xom dang chay to qua cuu voi
        cháy!!! cháy nhà ông Ba rồi bà con ơi
        chayyy nhaaa roiii
        mui gas nong nac trong bep nha toi
        bếp ga xì mùi nồng quá
        lửa bén sang nhà bên rồi
        rừng sau xóm đang cháy lan
        help me my house đang fire
        rơm cháy sát chuồng bò
        xăng đổ bén lửa
        bình ga rò rỉ mùi nồng nặc
        there is a gas leak in the kitchen
        cahy nha roi cuu voi
    """,
    "water": """
        có đứa nhỏ rớt xuống ao rồi
        hai đứa học sinh tắm sông bị nước cuốn
        nuoc len toi mai nha roi, nha toi 4 nguoi dang o tren noc
        sat lo vui lap nha anh Hung
        ghe lật ngoài cửa biển có 3 người
        con toi bi duoi nuoc
        nước lũ dâng lên mái nhà rồi
        a child is drowning
        dduoois nuowcs owr ddaapj
        nác lụt tới cổ rồi, cứu với
    """,
    "violence": """
        ck e đag đánh e, cứu e vs
        thằng say cầm dao đuổi tui
        chong em bop co em
        ai đó đang phá cửa nhà tôi
        bị bắt cóc
        có người rượt chém ngoài ngõ
        hắn đòi giết cả nhà
        bi dam roi
        my husband beats me
    """,
    "child": """
        cháu bị chú hàng xóm sờ mó
        dì ghẻ đánh cháu bé suốt, bỏ đói nữa
        có em bé bị bỏ rơi trước cổng chùa
        thầy giáo sờ soạng con gái tôi
    """,
}
CALM = """
        phòng sét đánh trong mùa mưa
        đốt rơm rạ có bị phạt không
        lúa bị cháy lá
        học bơi chống đuối nước cho cháu
        điện nhà tôi cháy cầu chì
    số điện thoại cấp cứu là gì
    so cap cuu la so may
    phòng cháy chữa cháy cần những gì
    phòng cháy
    nhà tôi bị cháy năm ngoái giờ xin hỗ trợ được không
    bảo hiểm y tế có chi khi đi cấp cứu không
    gọi cứu hỏa số mấy
    tập huấn phòng chống đuối nước ở đâu
    nhà bị sập do bão thì được hỗ trợ bao nhiêu tiền
    cách phòng tránh ngộ độc nấm
    tai nạn giao thông có được bảo hiểm chi trả không
    tảo hôn bị phạt bao nhiêu
    khuyết tật do tai nạn có được trợ cấp không
    bình chữa cháy loại nào tốt
    chồng đánh vợ thì bị phạt bao nhiêu
    người bị động kinh có được trợ cấp khuyết tật không
    sạc xe điện qua đêm có dễ cháy không
    sac xe dien qua dem
    vay vốn xây lại nhà sau lũ
    tôi muốn chết cười vì bot
    tôi đang chạy xe lên xã
    cho can bo hoi chut
    hoc phi cap ba bao nhieu
    giam le phi
    dấu hiệu đột quỵ là gì
    bóng đèn đường bị cháy
    mời bà con đi học
    chém giá quá
    đừng cướp lời tôi
    con chó cắn gà nhà tôi
    how to prevent drowning
    help me activate vneid
    cứu trợ bão lũ nhận ở đâu
"""
TABLE = [(kind, line.strip()) for kind, lines in DANGERS.items() for line in lines.split("\n")]


@pytest.mark.parametrize(("kind", "text"), [one for one in TABLE if one[1]])
def test_danger_is_heard(kind: str, text: str) -> None:
    assert emergency(text), listen(text)


@pytest.mark.parametrize("kind", DANGERS)
def test_most_dangers_get_the_number_for_their_kind(kind: str) -> None:
    texts = [text for one, text in TABLE if one == kind and text]
    assert sum(emergency(text) == kind for text in texts) >= 0.8 * len(texts)


@pytest.mark.parametrize("text", [line.strip() for line in CALM.split("\n") if line.strip()])
def test_asking_about_danger_is_not_danger(text: str) -> None:
    assert emergency(text) == "", listen(text)


def test_danger_inside_a_long_story_is_heard() -> None:
    story = "Chào cán bộ, tôi ở xóm 3. Nhà làm ruộng. " * 20
    assert emergency(story + "Con tôi vừa bị rắn cắn. Xin cảm ơn cán bộ.") == "medical"


def test_a_sign_may_stand_on_both_sides_of_a_full_stop() -> None:
    assert listen("bố tôi bị bỏng. gấp lắm").score > listen("bố tôi bị bỏng").score


@pytest.mark.parametrize(
    "text", ["Cứu tôi với!!!", "cap cuu", "cứu", "CỨU MẠNG", "có ai cứu với", "sos", "help me"]
)
def test_a_bare_cry_for_help_is_heard_though_it_does_not_say_what_happened(text: str) -> None:
    assert emergency(text) == "help", listen(text)


def test_a_cry_inside_other_words_says_no_more_than_they_do() -> None:
    assert emergency("cứu tôi với, quên mật khẩu vneid rồi") == ""


def test_signs_are_told_for_an_explanation() -> None:
    alarm = listen("nhà tôi đang cháy, cứu với")
    assert alarm.kind == "fire"
    assert {"fire", "now"} <= {sign.kind for sign in alarm.signs}
    assert listen("").signs == ()


def test_a_commune_may_add_signs_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "emergency.tsv").write_text("kind\twords\tweight\nfire\tlò than sập\t4\n", "utf-8")
    assert emergency("lò than sập") == ""
    assert emergency("lò than sập", (tmp_path,)) == "fire"


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    assert listen(text).kind in ("", "help", *DANGERS)
