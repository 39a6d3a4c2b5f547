"""CJK radicals supplement (U+2E80–2EF3) → the ideograph that was meant.

PDF text layers print these in place of ordinary characters and NFKC leaves them alone (READING 5.1, 9.2).
"""

from collections.abc import Mapping
from typing import Final

_MEANT: Final = (
    # From U+2E80 on, one character each; U+2E9A is not assigned and stands for itself.
    "冫厂乛乚乙亻冂几刀刂卜㔾小小兀尣"
    "尢尢巳幺彑彐忄㣺扌攵\u2e9a旡日月歹母"
    "民氵氺灬爫爫丬牛犭王疋目示礻竹糹"
    "纟罓罒罓罓网羊羊羊耂肀聿月臼艹艹"
    "艹虎衤覀西见角角讠贝足车辶辶辶阝"
    "钅長镸长门阜阝雨青韦页风飞食飠飠"
    "饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜"
    "龙龜亀龟"
)

RADICALS: Final[Mapping[int, str]] = {
    0x2E80 + offset: meant for offset, meant in enumerate(_MEANT) if ord(meant) != 0x2E80 + offset
}
"""Translation table for `str.translate`."""
