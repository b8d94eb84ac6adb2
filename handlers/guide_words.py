"""How people say “done”, “it did not work”, “begin”, “the papers”: aliases of a guide's buttons."""

from __future__ import annotations

GO = (
    "xem", "bắt đầu", "tiếp", "tiếp theo", "tiếp đi", "bước tiếp", "bước tiếp theo", "có", "dạ",
    "vâng", "dạ vâng", "đúng", "đúng rồi", "dạ đúng", "phải rồi", "ừ", "uh", "ok",
    "oke", "okay", "start", "yes", "next",
)  # fmt: skip
DONE = (
    "xong rồi", "rồi", "được rồi", "đã rõ", "rõ rồi", "đã xong", "làm xong", "làm xong rồi",
    "tôi làm xong rồi", "làm được rồi", "hiểu rồi", "thấy rồi", "có rồi", "bỏ qua", "dc", "dc rồi",
    *GO, "done",
)  # fmt: skip
STUCK = (
    "chưa", "chưa xong", "chưa rõ", "chưa làm được", "không", "không được", "không làm được",
    "không hiểu", "tôi không hiểu", "chưa hiểu", "không thấy", "không thấy gì", "không biết",
    "khó quá", "chưa dc", "ko dc", "k dc", "no", "not yet",
)  # fmt: skip
PAPERS = (
    "giấy tờ cần mang", "giấy cần mang", "giấy tờ còn thiếu", "giấy còn thiếu", "giấy tờ",
    "cần giấy gì", "cần giấy tờ gì", "cần mang gì", "mang gì", "mang giấy gì", "danh sách giấy tờ",
    "đánh dấu giấy tờ", "papers", "documents", "what to bring",
)  # fmt: skip
TOOLS = {
    "household-insurance": (
        "tính tiền bảo hiểm", "tính tiền", "tính tiền bhyt", "tính bảo hiểm", "tính giá",
        "calculate",
    ),
    "allowance": ("xem mức trợ cấp", "tính trợ cấp", "được trợ cấp gì", "allowance"),
    "term": ("còn mấy ngày", "còn bao nhiêu ngày", "tính ngày", "hạn mấy ngày", "days left"),
    "late-file": ("hồ sơ trễ", "trễ hẹn", "quá hẹn", "hồ sơ chậm", "my file is late"),
}  # fmt: skip
