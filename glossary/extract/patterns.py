"""What names are made of, as data: heads by category, official prefixes, definition marks, short forms in common use.

Each group says what it is for and shows an example. The words around names are in `words`.
"""

from __future__ import annotations

from glossary.extract import organs
from glossary.extract.words import listed
from glossary.models import Category

# A name has at most so many characters.
LONGEST = 40

# --- heads: the last word of a name -------------------------------------------------------------------------------

# 外勤支助部, 法治和安全机构厅, 建设和平支助办公室
UNIT_HEADS = listed(
    "基地 部 厅 司 处 科 股 组 局 分局 总局 室 院 医院 分院 研究院 科学院 设计院 学院 研究所 训练所 站 总站"
    " 观测站 工作站 服务站 办公室 办公厅 办事处 代表处 秘书处 书记官处 中心 小组 工作队 特派队 联络队 工程队"
    " 医疗队 救援队 支队 大队 总队 警察能力 常备能力 后勤基地 国家工作队 国家小组 特派团工作队 情况室 形势室"
    " 档案室 实验室 接待室 监控室 值班室 样品库 样本库 图书馆 博物馆 档案馆 前台 总部 指挥部 事业部 项目部"
    " 编辑部 分公司 营业部 内科 外科 能力"
) + tuple(number + head for number in "一二三四五六七八九" for head in ("部", "厅", "局", "司", "处", "科", "室"))
# 董事会秘书: posts only right behind the name of what they serve.
HELD_RANKS = ("代表", "秘书", "召集人", "经理")
_SURE_RANKS = ("特别代表", "高级代表", "执行秘书")
# 秘书长, 司长, 总裁: ranks that come with 副, 助理, 代理 and the like in front, or without.
BASE_RANKS = listed(
    "秘书长 执行秘书 总干事 总裁 董事长 总经理 经理 理事长 部长 厅长 局长 司长 处长 科长 股长 组长 小组长"
    " 室主任 主任 主任委员 站长 院长 校长 所长 馆长 会长 行长 台长 社长 园长 队长 团长 署长 庭长 总监 总指挥"
    " 指挥官 执行主任 执行干事 主席 高级专员 专员 特别代表 高级代表 代表 协调员 检察官 书记官长 监察员 参谋长"
    " 干事 顾问 主编 总编辑 总工程师 总会计师 总规划师 总护士长 护士长 秘书 召集人"
)
_BEFORE_RANKS = listed("副 助理 代理 常务副 第一副 高级副 执行副 联合 共同 协理 候任")
_RANKED = tuple(before + rank for rank in BASE_RANKS for before in _BEFORE_RANKS)
# 区域司司长, 办公室主任: a rank right behind the name of a unit makes a post of it.
RANKS = (
    *BASE_RANKS,
    *_RANKED,
    *listed("主任专员 报告员 帮办 助理 发言人 行政首长 分局长 长官 联席主席 首席代表"),
)
# 军事顾问, 首席信息技术干事: heads of posts that are names with a modifier, or whole as they stand.
POST_HEADS = (
    *(rank for rank in BASE_RANKS if rank not in HELD_RANKS),
    *(rank for rank in _RANKED if not rank.endswith(HELD_RANKS) or rank.endswith(_SURE_RANKS)),
    *listed(
        "主任专员 副秘书长帮办 个人代表 私人代表 代理代表 个人特使 特使 特别报告员"
        " 独立专家 特别顾问 特别协调员 驻地协调员 人道主义协调员 指定官员 主计长 审计长 审计员 书记官 特别助理"
        " 帮办 联络官 首席军事观察员 军事观察员 发言人 行政首长 行政主管 法律顾问 军事顾问 警务顾问 警务专员"
        " 部队指挥官 监察专员 首席执行官 首席代表 首席检察官 检察长 行政助理 方案助理 保管员 督察员 研究员 医务官"
        " 信息官 合规官 财务官 运营官 技术官 安全官 风险官 社工师 工程师 建筑师 架构师 科学家 统计师 经济师"
    ),
)
# 主管航道事务的助理秘书长: ranks that are in charge of something
LED_RANKS = listed(
    "副秘书长 助理秘书长 特别代表 高级代表 司长 主任 专员 帮办 秘书长 干事 特别助理 特使 顾问 副特别代表"
)
# 秘书长负责…问题特别代表, 院长关于…问题的特别顾问: those whom a principal sends
SENT_RANKS = listed("特别代表 高级代表 个人代表 特使 个人特使 特别顾问 顾问")
# Heads of posts that any profession may have: names only behind 首席 or 总, 首席医务官.
WEAK_POST_HEADS = listed(
    "保管员 督察员 研究员 医务官 信息官 合规官 财务官 运营官 技术官 安全官 风险官 社工师 工程师 建筑师 架构师"
    " 科学家 统计师 经济师 审计员"
)
# Ranks that are names as they stand, once a document; others need a modifier or a unit in front.
BARE_POSTS = listed(
    "主席 副主席 共同主席 联席主席 秘书长 副秘书长 助理秘书长 常务副秘书长 特别代表 高级代表 特别助理 主任"
    " 副主任 司长 副司长 处长 副处长 科长 副科长 股长 组长 法律顾问 军事顾问 警务顾问 主计长 特派团团长"
    " 执行干事 执行主任 执行秘书 副执行秘书 助理执行秘书 总干事 副总干事 助理总干事 高级专员 特别报告员"
    " 警务专员 部队指挥官 首席军事观察员 特派团支助主任 办公室主任 驻地协调员 人道主义协调员 监察员 监察专员"
    " 书记官长 署长 副秘书长帮办 指定官员 行政首长 独立专家 特别顾问 联络官 副执行主任 审计长 参谋长 部长"
    " 副部长 厅长 局长 副局长 院长 副院长 理事长 董事长 副董事长 总裁 副总裁 高级副总裁 总经理 副总经理 站长"
    " 总护士长 总工程师 总规划师 总会计师 首席执行官 首席代表 首席检察官 报告员 副组长 队长 副队长 团长"
    " 副团长 帮办 行政助理 总监 总指挥 副总指挥 分局长 副分局长 会长 校长 所长 主任专员 审计总监 主任委员"
)
# 联合国苏丹特派团, 非洲联盟-联合国达尔富尔混合行动
MISSION_HEADS = listed(
    "任务团 监察团 监测团 警察特派团 综合援助团 特派团 观察团 稳定团 综合团 支助团 援助团 核查团 核查特派团"
    " 监督团 观察员部队 混合行动 临时部队 维持和平部队 维和部队 停战监督组织 军事观察员小组"
    " 多层面综合稳定特派团 稳定特派团 综合特派团 支助特派团 援助特派团 调查团 评估团 临时安全部队"
    " 过渡行政当局 临时行政当局特派团 政治特派团"
)
# 安全理事会, 裁军谈判会议, 威胁、挑战和改革问题高级别小组
BODY_HEADS = listed(
    "管理网 执行小组 董事会 监事会 股东会 股东大会 院务会 办公会 协调会 联合会 同盟 共同体 组织 政治论坛"
    " 领导小组 审判庭 协商会议 协调会议 部务会议 国家会议 部长会议 权能署 事务署 主席团 会议 输出国组织"
    " 国家组织 常设论坛 高级别政治论坛 成员国大会 世界大会 问题大会 国际大会 代表大会 委员会 理事会 大会 法院"
    " 法庭 国际法院 国际刑事法院 高级别小组 专家小组 专家组 政府专家组 顾问小组 咨询小组 问题小组 资源小组"
    " 指导小组 高级管理小组 工作组 小组委员会 特设工作组 联盟 首脑会议 谈判会议 顾问会议 审议大会 审议会议"
    " 缔约国会议 缔约方会议 缔约方大会 缔约国大会 筹备委员会 咨询局 执行局 管理局 联席会议 联合检查组"
    " 审计委员会 联络小组 之友小组 指导组 协商小组 评价小组 评估小组 国家集团 区域集团 仲裁庭 上诉法庭 争议法庭"
    " 顾问团 核心小组 审查小组 审查机构 特委会 法律中心"
    " 规划署 开发计划署 难民署 项目事务厅 高级专员办事处 高级专员公署 禁毒办 基金组织 贸易组织 卫生组织"
    " 劳工组织 粮食及农业组织 刑警组织 民用航空组织 海事组织 气象组织 知识产权组织 旅游组织 工业发展组织"
    " 条约组织 合作组织 公约组织 世界银行 开发银行 禁止化学武器组织 原子能机构"
)
# 协助地雷行动自愿信托基金, 联合国安全管理制度: heads of programmes that are sure by themselves with a modifier.
PROGRAMME_HEADS = listed(
    "基金 信托基金 自愿基金 支助账户 特别账户 储备金账户 备用安排制度 规划进程 规划流程 规划程序 周转基金"
    " 应急基金 建设和平基金 行动计划 行动纲领 全球契约 支助战略 全球战略 全球方案 发展议程 改革议程 工作方案"
    " 战略框架 战略计划 管理制度 管理系统 能力建设基金 捐助基金 千年发展目标 专项资金 账户 方案 计划 倡议"
    " 路线图 战略 工程 规划 制度 系统 框架 伙伴关系 宣传运动 网络 适应基金 气候基金 环境基金 总计划"
)
# A programme with a weak head is a name only behind an official prefix or 全球, 国际: 联合国安全管理制度.
WEAK_PROGRAMME_HEADS = listed(
    "方案 计划 倡议 战略 工程 规划 制度 系统 框架 伙伴关系 议程 网络 账户 基金 管理制度 管理系统 行动计划"
    " 工作方案 战略框架 战略计划 全球方案 总计划 行动纲领 发展议程 改革议程"
)
# These end a name only where no further word follows.
WEAK_HEADS = frozenset((*WEAK_PROGRAMME_HEADS, "组织", "能力", "会议", "总部", "机制", "协商进程"))

HEADS: dict[Category, tuple[str, ...]] = {
    "unit": UNIT_HEADS,
    "post": POST_HEADS,
    "mission": MISSION_HEADS,
    "body": (*BODY_HEADS, "协商进程", "机制"),
    "programme": PROGRAMME_HEADS,
}
# What is a name as it stands: 大会, 秘书处.
BARE_NAMES: dict[str, Category] = {
    "理事会": "body",
    "董事会": "body",
    "监事会": "body",
    "股东大会": "body",
    "职工代表大会": "body",
    "部长会议": "body",
    "部务会议": "body",
    "缔约方大会": "body",
    "缔约国大会": "body",
    "缔约国会议": "body",
    "成员国大会": "body",
    "值班室": "unit",
    "书记官处": "unit",
    "办公厅": "unit",
    "大会": "body",
    "秘书处": "unit",
    "主计长": "post",
    "法律顾问": "post",
    "前台": "unit",
    "执行局": "body",
    "国际法院": "body",
    "国际刑事法院": "body",
    "联合检查组": "body",
    "世界银行": "body",
    "审计委员会": "body",
    "千年发展目标": "programme",
    "可持续发展目标": "programme",
}
# 联合国人类住区会议: a meeting is a name only behind an official prefix.
WEAK_BODY_HEADS = ("会议", "组织", "协商进程", "机制")
# 审计咨询委员会: these short forms are heads of other names, too.
HEADS_AND_SHORT_FORMS = frozenset(
    name
    for name in (*organs.FULL_FORMS, *organs.SHORT_FORMS)
    if name.endswith(("委员会", "环境基金", "议会联盟", "环境大会", "发展集团"))
    and len(name) < 9
    and not name.startswith(("第", "国际", "世界", "非洲", "欧洲", "欧盟", "非盟", "美洲"))
)
# Heads that institutions of any kind have, and the posts in them: such a name is one only where the document says
# more of it than that it exists.
OUTER_HEADS = listed(
    "医院 分院 学院 研究所 研究院 科学院 设计院 站 室 局 支队 大队 总队 库 馆 院 联合会 同盟 协会 学会 公司"
    " 部长 厅长 局长 院长 校长 行长 会长 社长 台长 检察长 总裁 董事长 经理 工程师 科学家"
)
# A unit with this head is a name only behind an official prefix or a place: 联合国后勤基地, 布林迪西后勤基地
WEAK_UNIT_HEADS = ("基地", "总部")
# 常设搜救能力: a capability is a unit only where it stands ready.
READY = ("常设", "常备", "快速", "机动", "后备")
# Names as they stand, before which only an owner, 主管… or an official prefix belongs to the name.
STANDALONE = listed(
    "大会 秘书处 秘书长 副秘书长 助理秘书长 常务副秘书长 主计长 特别助理 总干事 副总干事 助理总干事 执行秘书"
    " 总裁 董事长"
)
# 《鹿特丹公约》秘书处: what is called by its treaty
TREATY_HEADS = listed("秘书处 审议大会 缔约国会议 缔约方会议 缔约国大会 缔约方大会 委员会 筹备委员会 工作组 之友小组")
# 主管法律事务副秘书长办公室: what a post has
OFFICE_HEADS = listed("办公室 办公厅 办事处 前台")
# 非洲联盟驻索马里特派团支助办事处: what a mission has
MISSION_OFFICES = listed("支助办事处 支助办公室")
# 2005 年世界首脑会议, 2030 年可持续发展议程: the year is a part of names with these endings alone.
YEAR_HEADS = ("会议", "大会", "议程", "战略", "方案预算", "目标", "计划")
# 支助办公室 and its like are field presences behind the name of an organization and of a place.
FIELD_OFFICES = listed("支助办公室 建设和平办事处 综合办事处 政治办事处 支助办事处 综合办公室 政治办公室 特派办事处")
# In front of a head alone these leave it a common noun: 外地办事处, 区域委员会, 技术小组
GENERIC = listed(
    "不限成员名额 妇女 专家 成员 城市 学习 医疗 社区 农村 政府间 刑事 民事 重罪 正式 非正式 协商性 开放 全国"
    " 地区 多家 一级 二级 三级 民间社会 社会 恐怖 武装 犯罪 宗教 全体 公共 私营 青年 常年 多边 调查 高级别"
    " 区域和次区域 双边 该 各 每个 其他 有关 相关 新 新的 原 本 上述 两 两个 三个 四个 若干 外地 总部 当地"
    " 国家 政府 专门 单独 区域 次区域 下列 附属 主要 主管 常设 独立 特别 临时 联合 外部 内部 工作 专题 技术"
    " 协调 现有 政治 维持和平 维和 维持和平和 政治和 一体化 传统 多学科 国际 部门 多层面 单一 大型 小型 特设"
    " 信息 培训 实地 行政 地方 中央 司法 执法 立法 协商 分析 评估 研究 机构 业务 核心 指定 支持 支助 咨询"
    " 审查 指导 管理 监督 高级 首席 初级"
)

# --- official prefixes: they stay in front of a name --------------------------------------------------------------

# 联合国和平行动问题小组: the prefix with a word that would else begin a name of its own.
PREFIX_PHRASES = listed(
    "联合国系统 联合国总部 联合国行动 联合国维持和平行动 联合国维和行动 联合国和平行动 联合国宪章 联合国军事 联合国预算"
)
ORGANIZATIONS = (
    "联合国",
    "非洲联盟",
    "欧洲联盟",
    "非洲联盟-联合国",
    "非洲联盟/联合国",
    "非洲联盟—联合国",
    "联合国-非洲联盟",
    "联合国-欧洲联盟",
    "联合国-欧盟",
    "联合国-世界银行",
    "世界贸易组织",
    "世界卫生组织",
    "世界粮食计划署",
    "联合国教育、科学及文化组织",
    "联合国粮食及农业组织",
)

# --- definitions --------------------------------------------------------------------------------------------------

# 全称(下称“简称”), 全称（简称“简称”）, 全称(简称)
DEFINITION_MARKS = listed(
    "以下简称为 以下统称为 以下简称 以下统称 以下称为 以下称 下称为 下称 下文简称 下文称 简称为 简称 统称为"
    " 统称 又称 称为"
)

# 题为“2010 年和平行动”的维和改革议程: what a title in quotation marks names, when it is no document
TITLED_THINGS = listed("议程 战略 方案 计划 倡议 框架 举措 宣传运动")
# “第二道防线”方案: what a title in quotation marks right behind it names
QUOTED_THINGS = listed("项目 方案 计划 倡议 运动 战略 基金 伙伴关系 举措")
# 第一次国际企业家投资论坛
CONFERENCES = listed("首脑会议 大会 会议 论坛 峰会")

# --- names and short forms in common use: organs, funds, programmes, agencies -------------------------------------

KNOWN = organs.FULL_FORMS
SHORT_FORMS = organs.SHORT_FORMS
# Names that 联合国 in front belongs to: 联合国秘书长, 联合国安全理事会
PREFIXED = frozenset(
    name
    for name in (*KNOWN, "秘书长", "大会", "副秘书长", "助理秘书长")
    if not name.startswith(("联合国", "非洲", "欧洲"))
)
# 联苏特派团, 联黎部队, 联塞部队: a short form of a mission, told by its build.
MISSION_SHORT_HEADS = listed("特派团 稳定团 综合团 观察团 支助团 部队 援助团 核查团 安全部队 建和办")
# National ministries are no designations here: 外交部, 卫生部
NATIONAL_UNITS = listed(
    "外交部 内政部 国防部 司法部 卫生部 教育部 财政部 农业部 环境部 交通部 劳动部 文化部 科技部 商务部 公安部"
    " 安全部 贸易部 工业部 能源部 社会事务部 外交和国际合作部 国务部 旅游部 体育部 青年部 水利部 国土安全部"
    " 经济部 规划部 住房部 妇女部 家庭部 人权部 移民部 宗教事务部 民政部 检察部 卫生和社会事务部 外交事务部"
    " 内务部"
)
# Fields of government that no unit of the organization has: 外交与侨民部, 卫生和社会服务部
NATIONAL_FIELDS = listed("外交 国防 内政 卫生 教育 财政 农业 劳动 商务 司法 交通 旅游 侨民 文化 福利 首席")
# National courts and offices, and the words that begin the names of national bodies: 最高法院, 全国妇女理事会
NATIONAL_BODIES = listed(
    "最高法院 高等法院 上诉法院 地区法院 军事法庭 家事法院 地方法院 宪法法院 总检察长办公室 最高权力法院"
)
NATIONAL_BEGINNINGS = listed("全国 国家 美国 德国 法国 英国 中国 俄罗斯 日本 印度 联邦 内阁 县 省 州 本国 地方")
# With one of these alone 委员会 and its like are names: 执行委员会, 审计委员会; 审议委员会 is a verb and a thing
WHOLE_MODIFIERS = listed(
    "执行 审计 指导 咨询 筹备 协调 管理 监督 审查 规划 采购 调查 仲裁 调解 预算 投资 会议 政策 合同 申诉"
)
# 首席…, 副…, 代理… in front of a rank belong to it.
POST_MODIFIERS = listed("副 首席 高级 代理 助理 常务 候任 名誉 特等")
