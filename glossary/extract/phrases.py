"""The sentence patterns that state structure, over paragraphs with one placeholder for each name (see `skeleton`)."""

from __future__ import annotations

import re

from glossary.extract.skeleton import POST, UNIT

_U, _P = UNIT, POST
_ONE = r"(?:将|拟|仍|现|均|继续)*(?:由|受)(?:一名|一位|该处|该司|该科|该股|该厅|该部)?"

LED = re.compile(rf"(?P<unit>{_U}){_ONE}(?P<post>{_P})(?:担任)?(?:领导|主管|负责|为首|牵头|管理)")
# 拟设水质办公室，取代现有的水质部，由…高级代表领导
LED_AFTER = re.compile(
    rf"(?P<unit>{_U})(?:，(?:以)?(?:取代|代替|接替)[^，。；]*{_U})?，{_ONE}(?P<post>{_P})(?:领导|主管|负责|为首|牵头|管理)"
)
LEADS = re.compile(rf"(?P<post>{_P})(?:负责)?(?:领导|主管)(?P<unit>{_U})")
CONSISTS = re.compile(
    rf"(?P<unit>{_U})(?:是|，)?(?:均|都|还|将)?由(?P<parts>[^。；]{{1,300}}?)(?:合并)?(?:组成|构成|而成|(?<={_U})成(?=[。；]))"
)
INCLUDES = re.compile(
    rf"(?P<unit>{_U})(?:内|总部)?(?:还|将|均|共|各|现|拟)?(?:包括|下设|下辖|内设|设有|设(?![立在于置])|包含|分为|辖有|管理(?=设在))"
    rf"(?P<parts>[^。；：]{{1,300}})"
)
# X由P领导，下设A、B; the subject stands at the beginning of the sentence.
DROPPED = re.compile(
    r"(?:，|之下)(?:并|还|现|其)?(?:(?:下设|内设|下辖|设有|(?<=之下)设)(?P<parts>[^。；：]{1,300})"
    r"|由(?P<members>[^。；：]{1,300}?)(?:合并)?(?:组成|构成|而成))"
)
# 司长之下设A、B
UNDER = re.compile(rf"(?P<post>{_P})(?:之下|下面|手下)(?:设有?|有)(?P<parts>[^。；：]{{1,300}})")
# X由以下单位组成：A；B；C
LISTED = re.compile(
    rf"(?P<unit>{_U})(?:将|均)?由(?:以下|下列)[^。：:]{{0,8}}(?:组成|构成)[:：](?P<parts>[^。]{{1,400}})"
)
ALSO = re.compile(r"(?:组成|构成)，(?:(?:其中)?包括|即|分别为|分别是)(?P<parts>[^。；：]{1,300})")
# X由以下部分构成： with one part in each of the items that follow
OPENS_A_LIST = re.compile(
    rf"(?P<unit>{_U})(?:[^。；]*，)?(?:还|将|均)?(?:由(?:以下|下列)[^。；：:]{{0,8}}(?:组成|构成)|下设|内设|下辖|包括(?:以下|下列)[^。；：:]{{0,8}})[:：]$"
)
SET_UP = re.compile(
    rf"(?:在|于)(?P<unit>{_U})(?:内|中|之下|下)?(?:设立|增设|设置|新设|成立|建立)[^。；，{_U}]{{0,12}}(?P<part>{_U})"
)
ADDS = re.compile(rf"(?P<unit>{_U})(?:内)?(?:增设|下设|新设)(?:了)?[^。；，{_U}]{{0,12}}(?P<part>{_U})")
SITS = re.compile(rf"(?:设在|隶属于?|附属于)(?P<unit>{_U})(?:内|中)?的?(?P<part>{_U})")
BELONGS = re.compile(rf"(?P<part>{_U})(?:隶属于?|设在|是)(?P<unit>{_U})(?:的一部分|内|下)?(?=[。；，])")
OWNS = re.compile(rf"(?P<unit>{_U})(?:现有|下属|所属|内|内部|新设)?的(?P<parts>{_U}(?:[、和及与]{_U})*)")
ITS = re.compile(rf"(?P<unit>{_U})[^。；，{_U}]{{0,12}}通过其(?P<part>{_U})")
NAMELY = re.compile(rf"(?P<unit>{_U})，(?:即|也就是|分别是|分别为)(?P<parts>[^。；：]{{1,300}})")
# 职等为助理执行秘书
GRADED = re.compile(r"(?:职等|级别|职级|职衔)(?:为|是|相当于)$")
# 科长和股长均对…负责: so many posts before it, joined by nothing but these
TOGETHER = re.compile(r"(?:[、和及与兼]|以及)")
BOTH = re.compile(r"(?:，)(?P<number>[二两三四])(?:人|者|位)?")
ANSWERS = re.compile(
    r"(?:分别)?(?:均|都|仍)?(?:直接)?(?:对|向)(?P<to>[^。；，对向]{1,80}?)(?:负责|(?:直接)?汇报|报告工作)"
)
RENAMED = re.compile(
    rf"(?P<old>{_U})(?:已|将|现)?(?:更名为|改名为|改称为?|改组为|重组为|改为)(?:新的|一个)?(?P<new>{_U})"
)
REPLACES = re.compile(rf"(?P<new>{_U})，?(?:将|已)?(?:取代|接替|代替)(?:了|现有的|原有的|原来的|原)?(?P<old>{_U})")
# 洪水司现为航行厅洪水科: what is to become of it said, and what it is today
TODAY = re.compile(rf"(?P<new>{_U})(?:现|目前)(?:为|是)(?:{_U}的?)?(?P<old>{_U})")
FORMERLY = re.compile(rf"(?P<new>{_U})[(（，](?:原为|原称|原名|前称|前身为|前身是|原)(?P<old>{_U})")
ANAPHOR = re.compile(r"(?:该|本)(?P<head>部|厅|司|处|科|股|组|办公室|中心|小组|办事处)(?![门队分长署])")
# 拟在航道行动部设立公共关系股: a unit or post that is not there yet
PROPOSED = re.compile(
    r"(?:拟|建议|提议|打算|计划|请求|批准|(?<![即由])将)[^。；]{0,40}?(?:设立|新设|增设|设置|成立|建立|(?<=拟)设|改设)(?!的)"
    rf"[^。；，：]{{0,16}}?(?P<names>[{_U}{_P}](?:(?:[、和及与]|以及)[{_U}{_P}])*)"
)
TITLE = re.compile(rf"^(?P<unit>{_U})(?:的)?(?:组织|职能和组织|组织结构)$")

CHART = re.compile(rf"^(?P<unit>{_U})[:：]?[^。；，]{{0,20}}组织结构图?$")
