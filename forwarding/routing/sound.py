"""Texts as they sound: 工商很行 and 工商银行 become the same string, sign for sign."""

from functools import cache

# What is mistyped for its shape, or read in another way than the first reading of its sign.
_AS = {
    "行": "hang",
    "形": "hang",
    "型": "hang",
    "很": "yin",
    "根": "yin",
    "恨": "yin",
    "跟": "yin",
    "垠": "yin",
    "锒": "yin",
    "厦": "xia",
    "畜": "xu",
    "俭": "xian",
    "捡": "xian",
    "检": "xian",
    "验": "xian",
    "啇": "shang",
    "伤": "shang",
    "尚": "shang",
}
# Sounds that people mix up, and typists with them.
_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_signs: dict[str, str] = {}


@cache
def _sign(char: str) -> str:
    """Return one private sign per sound for a Chinese character; others stand for themselves."""
    if not "\u4e00" <= char <= "\u9fff":
        return char
    from pypinyin import lazy_pinyin  # at need: its dictionaries take 60 MB and a moment

    sound = _AS.get(char) or lazy_pinyin(char)[0]
    for wide, narrow in _MERGED:
        sound = narrow + sound[2:] if sound.startswith(wide) else sound
    if sound.endswith("ng"):
        sound = sound[:-1]
    return _signs.setdefault(sound, chr(0xE000 + len(_signs)))


def sounded(text: str) -> str:
    """Return a text of the same length in which characters of one sound are equal."""
    return "".join([_sign(char) for char in text])
