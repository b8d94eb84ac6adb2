"""A guide corrected from chat: by its keeper, agreed to by another, read by everybody at once."""

from __future__ import annotations

from store.engine import Store
from tests.support.hall import CHAIR, RESIDENT
from tests.support.keepers import POLICE, Keepers

OLD = "Tìm tin báo hồ sơ định danh đã được phê duyệt."
NEW = "Tìm tin của Bộ Công an báo hồ sơ đã được duyệt."


async def test_a_keeper_corrects_a_sentence_and_another_lets_it_in(store: Store) -> None:
    async with Keepers(store) as hall:
        await hall.says("/work", POLICE)
        assert "✍ Sửa hướng dẫn" in hall.labels(POLICE)
        await hall.corrects(OLD, NEW)
        assert f"Lời cũ:\n{OLD}" in hall.texts(POLICE)
        assert "Cũ: Tìm tin ⟦báo⟧ ⟦hồ⟧" not in hall.text(POLICE)
        assert "⟦của Bộ Công an⟧" in hall.text(POLICE)
        await hall.hands_in()
        assert "Đã nộp chỗ sửa số 1" in hall.text(POLICE)
        assert "Chủ tịch xã (mẫu)" in hall.text(POLICE)
        await hall.says("/start g_vneid-activate", RESIDENT)
        await hall.presses("Xem từng bước", RESIDENT)
        assert OLD in hall.text(RESIDENT)
        assert "Chỗ sửa hướng dẫn số 1 chờ bác xem" in hall.text(CHAIR)
        await hall.presses("Xem chỗ sửa", CHAIR)
        assert "Lý do: Có quy định mới" in hall.text(CHAIR)
        await hall.presses("✅ Duyệt", CHAIR)
        assert "Từ giờ bà con đọc lời mới" in hall.text(CHAIR)
        assert "Người duyệt: Chủ tịch xã (mẫu)" in hall.text(POLICE)
        await hall.says("/start g_vneid-activate", "1001")
        await hall.presses("Xem từng bước", "1001")
        assert NEW in hall.text("1001")
