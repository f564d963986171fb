"""The one closed list of names: organs, funds, programmes and agencies of the United Nations, and its observers.

Their names hold words that split (经济及社会理事会) or end in no head, and their short forms stand undeclared in any
document of the system. No units, no posts: those are found. A row is: name | other full forms | short forms | source,
the organ's own site; `charter` is the Charter of the United Nations, articles 7 and 29; `observers` the list of
intergovernmental organizations that take part in the General Assembly as observers (A/INF/75/3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_TABLE = """
安全理事会 | | 安理会 | charter
经济及社会理事会 | 经济和社会理事会 | 经社理事会 | charter
托管理事会 | | | charter
国际法院 | | | charter
第一委员会 | | | www.un.org/en/ga
第二委员会 | | | www.un.org/en/ga
第三委员会 | | | www.un.org/en/ga
第四委员会 | | | www.un.org/en/ga
第五委员会 | | | www.un.org/en/ga
第六委员会 | | | www.un.org/en/ga
人权理事会 | 联合国人权理事会 | | www.ohchr.org
行政和预算问题咨询委员会 | | 行预咨委会 咨询委员会 | www.un.org/ga/acabq
方案和协调委员会 | | 方案协调会 | www.un.org/en/ga
会费委员会 | | | www.un.org/en/ga
会议委员会 | | | www.un.org/en/ga
国际公务员制度委员会 | 国际公务员委员会 | 公务员制度委员会 | icsc.un.org
联合检查组 | | 联检组 | www.unjiu.org
审计委员会 | 联合国审计委员会 | 审计委 | www.un.org/en/auditors/board
维持和平行动特别委员会 | | | www.un.org/en/ga
建设和平委员会 | | 建和委 | www.un.org/peacebuilding
裁军审议委员会 | 联合国裁军审议委员会 | 裁审会 | disarmament.unoda.org
裁军谈判会议 | | 裁谈会 | disarmament.unoda.org
和平与安全执行委员会 | | | unsceb.org
和平利用外层空间委员会 | | 外空委 | www.unoosa.org
国际法委员会 | | | legal.un.org/ilc
联合国国际贸易法委员会 | 国际贸易法委员会 | 贸易法委员会 | uncitral.un.org
巴勒斯坦人民行使不可剥夺权利委员会 | | | www.un.org/unispal
调查以色列侵害占领区巴勒斯坦人民和其他阿拉伯人人权的行为特别委员会 | | | www.ohchr.org
给予殖民地国家和人民独立宣言执行情况特别委员会 | | 非殖民化特别委员会 | www.un.org/dppa/decolonization
联合国宪章和加强联合国作用特别委员会 | | | legal.un.org/committees
前南斯拉夫问题国际法庭 | 前南斯拉夫国际刑事法庭 | 前南问题国际法庭 | www.icty.org
卢旺达问题国际刑事法庭 | | 卢旺达问题国际法庭 | unictr.irmct.org
刑事法庭余留事项国际处理机制 | | 余留机制 | www.irmct.org
经济、社会及文化权利委员会 | 经济、社会和文化权利委员会 | | www.ohchr.org
人权事务委员会 | | | www.ohchr.org
消除对妇女歧视委员会 | | | www.ohchr.org
消除种族歧视委员会 | | | www.ohchr.org
禁止酷刑委员会 | | | www.ohchr.org
儿童权利委员会 | | | www.ohchr.org
残疾人权利委员会 | | | www.ohchr.org
强迫失踪问题委员会 | | | www.ohchr.org
妇女地位委员会 | | | www.unwomen.org
人口与发展委员会 | 人口和发展委员会 | 人发会 | www.un.org/development/desa
社会发展委员会 | | | www.un.org/development/desa
统计委员会 | | 统委会 | unstats.un.org
麻醉药品委员会 | | 麻委会 | www.unodc.org
国际麻醉品管制局 | | 麻管局 | www.incb.org
预防犯罪和刑事司法委员会 | 防止犯罪和刑事司法委员会 | | www.unodc.org
可持续发展高级别政治论坛 | 高级别政治论坛 | | sustainabledevelopment.un.org
联合国森林论坛 | | | www.un.org/esa/forests
非政府组织委员会 | | | ecosoc.un.org
非洲经济委员会 | | 非洲经委会 非经委 | www.uneca.org
欧洲经济委员会 | | 欧洲经委会 欧经委 | unece.org
亚洲及太平洋经济社会委员会 | 亚洲和太平洋经济社会委员会 | 亚太经社会 | www.unescap.org
西亚经济社会委员会 | | 西亚经社会 | www.unescwa.org
拉丁美洲和加勒比经济委员会 | 拉丁美洲及加勒比经济委员会 | 拉加经委会 | www.cepal.org
联合国系统行政首长协调理事会 | 联合国行政首长协调理事会 行政首长协调理事会 | 行政首长协调会 | unsceb.org
管理问题高级别委员会 | | 管理高委会 | unsceb.org
方案问题高级别委员会 | | 方案高委会 | unsceb.org
联合国发展集团 | | 发展集团 | unsdg.un.org
联合国开发计划署 | | 开发署 开发计划署 | www.undp.org
联合国环境规划署 | | 环境署 环境规划署 | www.unep.org
联合国环境大会 | | 环境大会 | www.unep.org/environmentassembly
联合国人口基金 | | 人口基金 人口基金会 | www.unfpa.org
联合国儿童基金会 | | 儿基会 儿童基金会 | www.unicef.org
联合国促进性别平等和增强妇女权能署 | 联合国妇女署 | 妇女署 | www.unwomen.org
联合国人类住区规划署 | | 人居署 | unhabitat.org
联合国难民事务高级专员公署 | 联合国难民事务高级专员办事处 联合国难民署 | 难民署 | www.unhcr.org
联合国人权事务高级专员办事处 | | 人权高专办 | www.ohchr.org
联合国近东巴勒斯坦难民救济和工程处 | | 近东救济工程处 | www.unrwa.org
联合国毒品和犯罪问题办公室 | | 禁毒办 | www.unodc.org
联合国项目事务厅 | | 项目厅 项目署 | www.unops.org
联合国贸易和发展会议 | | 贸发会议 | unctad.org
联合国资本发展基金 | | 资发基金 | www.uncdf.org
联合国志愿人员组织 | 联合国志愿人员方案 | | www.unv.org
联合国大学 | | | unu.edu
联合国训练研究所 | | 训研所 | unitar.org
联合国裁军研究所 | | 裁研所 | unidir.org
国际贸易中心 | | 国贸中心 | intracen.org
世界粮食计划署 | | 粮食署 粮食计划署 | www.wfp.org
联合国艾滋病毒/艾滋病联合规划署 | 联合国艾滋病规划署 | 艾滋病署 艾滋病规划署 | www.unaids.org
联合国减少灾害风险办公室 | | 减灾办 | www.undrr.org
联合国粮食及农业组织 | 联合国粮食和农业组织 | 粮农组织 | www.fao.org
联合国教育、科学及文化组织 | 联合国教育、科学和文化组织 | 教科文组织 | www.unesco.org
联合国工业发展组织 | | 工发组织 | www.unido.org
世界卫生组织 | | 世卫组织 卫生组织 | www.who.int
世界卫生大会 | | | www.who.int
国际劳工组织 | | 劳工组织 | www.ilo.org
国际劳工局 | | 劳工局 | www.ilo.org
国际货币基金组织 | | 货币基金组织 基金组织 | www.imf.org
世界银行 | 世界银行集团 | 世行 | www.worldbank.org
国际民用航空组织 | | 国际民航组织 民航组织 | www.icao.int
国际海事组织 | | 海事组织 | www.imo.org
国际电信联盟 | | 国际电联 电联 | www.itu.int
万国邮政联盟 | | 万国邮联 邮联 | www.upu.int
世界气象组织 | | 气象组织 | wmo.int
世界知识产权组织 | | 知识产权组织 产权组织 | www.wipo.int
国际农业发展基金 | | 农发基金 | www.ifad.org
世界旅游组织 | | 世旅组织 | www.unwto.org
国际原子能机构 | | 原子能机构 | www.iaea.org
禁止化学武器组织 | | 禁化武组织 | www.opcw.org
全面禁止核试验条约组织筹备委员会 | 全面禁止核试验条约组织 | 禁核试组织 | www.ctbto.org
世界贸易组织 | | 世贸组织 | www.wto.org
国际移民组织 | | 移民组织 | www.iom.int
国际刑事法院 | | | www.icc-cpi.int
国际海底管理局 | | 海管局 | www.isa.org.jm
国际海洋法法庭 | | | www.itlos.org
大陆架界限委员会 | | | www.un.org/depts/los/clcs_new
政府间气候变化专门委员会 | | 气专委 | www.ipcc.ch
全球环境基金 | | 全环基金 环境基金 | www.thegef.org
绿色气候基金 | | | www.greenclimate.fund
非洲联盟 | | 非盟 | observers
欧洲联盟 | | 欧盟 | observers
欧洲委员会 | | | observers
阿拉伯国家联盟 | | 阿盟 | observers
美洲国家组织 | | 美洲组织 | observers
东南亚国家联盟 | | 东盟 | observers
欧洲安全与合作组织 | 欧洲安全和合作组织 | 欧安组织 | observers
伊斯兰合作组织 | 伊斯兰会议组织 | 伊斯兰会议 | observers
西非国家经济共同体 | | 西非经共体 | observers
中非国家经济共同体 | | 中非经共体 | observers
南部非洲发展共同体 | | 南共体 | observers
东非共同体 | | 东共体 | observers
加勒比共同体 | | 加共体 | observers
海湾阿拉伯国家合作委员会 | 海湾合作委员会 | 海合会 | observers
集体安全条约组织 | | 集安组织 | observers
独立国家联合体 | | 独联体 | observers
上海合作组织 | | 上合组织 | observers
北大西洋公约组织 | | 北约 | www.nato.int
经济合作与发展组织 | 经济合作和发展组织 | 经合组织 | observers
国际刑事警察组织 | 国际刑警组织 | 刑警组织 | observers
各国议会联盟 | | 议会联盟 议联 | observers
红十字国际委员会 | | 红十字委员会 红十字会 | observers
红十字会与红新月会国际联合会 | 红十字会和红新月会国际联合会 | 红新月联会 | observers
常设仲裁法院 | | | observers
不结盟国家运动 | 不结盟运动 | | observers
七十七国集团 | 77国集团 | | www.g77.org
二十国集团 | | | g20.org
八国集团 | | | www.g7.fr
和平大学 | 联合国和平大学 | | observers
"""


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ with its full forms, the preferred one first, its short forms, and where both are taken from."""

    names: tuple[str, ...]
    shorts: tuple[str, ...]
    source: str


def _organ(line: str) -> Organ:
    name, others, shorts, source = (part.strip() for part in line.split("|"))
    return Organ((name, *others.split()), tuple(shorts.split()), source)


ORGANS: tuple[Organ, ...] = tuple(_organ(line) for line in _TABLE.strip().split("\n"))
FULL_FORMS: frozenset[str] = frozenset(name for organ in ORGANS for name in organ.names)
SHORT_FORMS: Mapping[str, str] = {short: organ.names[0] for organ in ORGANS for short in organ.shorts}
