"""Dates and times as people write them.

now = datetime(2026, 11, 21, 9, tzinfo=ZONE)
read("7h tối mai", now)                  Moment(2026-11-22T19:00+07:00)
read("chiều chủ nhật", now)              Moment(2026-11-22T14:00, precision="part")
read("rằm tháng giêng", now)             Moment(2027-02-20, precision="day")
read("30 Tết", now)                      Moment(2027-02-05, "day", note="short-month")
read("7h mai", now)                      Ask("hour", (07:00, 19:00))
read("khi mô rảnh", now)                 Ask("vague")
read("15/11", now)                       Past(2026-11-15)
read_schedule("mùng 1 và rằm hằng tháng 6h sáng", now)
                                         Repeat(Rule(LunarMonthly((1, 15)), time(6), …))
"""
