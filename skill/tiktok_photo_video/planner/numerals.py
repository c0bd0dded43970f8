"""Chinese numerals as numbers."""

from __future__ import annotations


def chinese_number(text: str) -> float | None:
    """The number a Chinese numeral stands for; ``None`` when it is not one.

    ``十五`` is 15, ``一百二十`` 120, ``一点五`` 1.5. Digits in a row (``二三``) read as
    digits, as years and codes do.
    """
    # It brings a table of China's cities along, in a quarter of a second: who writes no such
    # numeral starts without.
    import cn2an  # noqa: PLC0415

    try:
        return float(cn2an.cn2an(text, "smart"))
    except ValueError:
        return None
