"""The words of the pages in English and Chinese: one table, no build step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

# key: (English, Chinese)
STRINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "site": ("Glossary", "术语库"),
        "tagline": ("Chinese–English designations, each with its source", "机构名称汉英对照，条条有出处"),
        "skip": ("Skip to content", "跳到正文"),
        "nav": ("Main", "主导航"),
        "search": ("Search", "搜索"),
        "browse": ("Browse", "浏览"),
        "documents": ("Documents", "文件"),
        "about": ("About", "关于"),
        "other_language": ("中文", "English"),
        "search_label": (
            "Search in Chinese, English, pinyin or by acronym",
            "可输入中文、英文、拼音、拼音首字母或缩写",
        ),
        "keys": (
            "Keys: / search, ↓ ↑ or j k walk the results, Enter opens",
            "快捷键：/ 搜索，↓ ↑ 或 j k 在结果间移动，Enter 打开",
        ),
        "suggestions": ("Suggestions", "输入提示"),
        "filters": ("Filters", "筛选"),
        "category": ("Category", "类别"),
        "status": ("Status", "状态"),
        "document": ("Document", "文件"),
        "all": ("All", "全部"),
        "clear": ("Clear filters", "清除筛选"),
        "total": ("{n} concepts", "{n} 个概念"),
        "total_one": ("1 concept", "1 个概念"),
        "showing": ("{first}–{last} of {n}", "第 {first}–{last} 个，共 {n} 个"),
        "nothing": ("Nothing found for “{q}”.", "未找到“{q}”。"),
        "nothing_filtered": ("Nothing passes these filters.", "没有符合筛选条件的概念。"),
        "hint_nothing": (
            "Try fewer characters, pinyin, an acronym, or another status.",
            "可减少字数，或改用拼音、缩写，或放宽状态。",
        ),
        "meant": ("Nothing fits exactly. Similar names:", "没有完全相符的名称。相近名称："),
        "previous": ("Previous", "上一页"),
        "next": ("Next", "下一页"),
        "pages": ("Pages", "分页"),
        "export": ("Export these concepts", "导出以上概念"),
        "export_note": (
            "Approved concepts only, unless a status is chosen.",
            "如未选择状态，只导出已核准的概念。",
        ),
        "no_source": ("no source seen", "未见出处"),
        "no_source_english": ("English name: no source seen", "英文名称未见出处"),
        "as_above": ("as above", "同上"),
        "paragraphs": ("paras.", "段次："),
        "source": ("Source", "出处"),
        "sources": ("Sources", "出处"),
        "cited_in": ("cited in", "见于"),
        "no_english": ("no English name known", "英文名称不详"),
        "no_chinese": ("no Chinese name known", "中文名称不详"),
        "chinese": ("Chinese", "中文"),
        "english": ("English", "英文"),
        "reliability": ("Reliability", "可靠程度"),
        "reliability_4": ("seen in the official version of the document itself", "见于文件本身的正式文本"),
        "reliability_3": ("seen in another source of the organization", "见于该组织的其他资料"),
        "reliability_2": ("sure, but seen elsewhere or not at all", "可信，但见于他处或未见出处"),
        "reliability_1": ("less sure, wants a check", "不太确定，有待核对"),
        "valid": ("Valid", "有效期"),
        "until": ("until {year}", "至 {year} 年"),
        "since": ("since {year}", "自 {year} 年起"),
        "from_to": ("{first} to {last}", "{first} 年至 {last} 年"),
        "not_to_be_used": ("not to be used", "不宜使用"),
        "no_longer_used": ("no longer in use", "已停用"),
        "paragraph": ("para. {label}", "第 {label} 段"),
        "citations": ("{n} citations", "{n} 处引文"),
        "citations_one": ("1 citation", "1 处引文"),
        "more_citations": ("{n} more", "其余 {n} 处"),
        "official_site": ("on the organization’s site", "官方网站文本"),
        "relations": ("Relations", "关系"),
        "definitions": ("Definitions", "定义"),
        "notes": ("Notes", "备注"),
        "history": ("History", "沿革"),
        "subject": ("Subject", "主题"),
        "other_languages": ("Other languages", "其他语言"),
        "by_category": ("By category", "按类别"),
        "tree": ("Tree of units", "机构树"),
        "no_tree": ("No unit is known to be part of another.", "尚无隶属关系。"),
        "list_all": ("All in order of pinyin", "按拼音排列全部"),
        "no_documents": ("There are no documents in this term base.", "术语库中没有文件。"),
        "n_paragraphs": ("{n} paragraphs", "{n} 段"),
        "terms_in": ("Terms in this document", "本文件中的术语"),
        "text": ("Text", "正文"),
        "no_text": (
            "The term base keeps no text of this document, only where its terms stand.",
            "术语库未收录本文件正文，只记录术语所在之处。",
        ),
        "version": ("Version", "文本"),
        "times": ("times", "次"),
        "figures": ("Figures", "数据"),
        "concepts": ("Concepts", "概念"),
        "terms": ("Terms", "术语"),
        "with_english": ("Concepts with an English name", "有英文名称的概念"),
        "n_relations": ("Relations", "关系"),
        "n_citations": ("Citations", "引文"),
        "meaning": ("What the words mean", "用语说明"),
        "which_base": ("This term base", "本术语库"),
        "path": ("File", "文件路径"),
        "revision": ("Revision", "版本"),
        "api": ("API", "接口"),
        "api_note": (
            "Everything here is also answered as JSON; the description is OpenAPI 3.1.",
            "全部内容均可以 JSON 格式获取，接口说明采用 OpenAPI 3.1。",
        ),
        "by_url": ("Look-up by URL, for CAT tools and browsers", "供翻译工具和浏览器按网址查询"),
        "error": ("Error", "出错"),
        "back": ("Back to the search", "返回搜索"),
        # values
        "category_unit": ("unit", "单位"),
        "category_post": ("post", "职位"),
        "category_mission": ("mission", "特派团"),
        "category_body": ("body", "机构"),
        "category_programme": ("programme", "方案"),
        "category_symbol": ("symbol", "文号"),
        "category_document": ("document", "文书"),
        "category_concept": ("concept", "概念"),
        "about_unit": ("a department, office, division, service, section or team", "部、厅、司、处、科、股、组"),
        "about_post": ("a post that somebody holds", "由个人担任的职位"),
        "about_mission": ("a mission or operation in the field", "外地特派团或行动"),
        "about_body": ("an organ, committee, agency or organization", "机关、委员会、机构或组织"),
        "about_programme": ("a programme, process, fund, system or strategy", "方案、进程、基金、系统或战略"),
        "about_symbol": ("the symbol of a document or resolution", "文件或决议的文号"),
        "about_document": ("a document known by its title", "以标题相称的文书"),
        "about_concept": ("any other concept", "其他概念"),
        "status_approved": ("approved", "已核准"),
        "status_proposed": ("proposed", "待审"),
        "status_rejected": ("rejected", "已否决"),
        "status_all": ("all", "全部"),
        "about_approved": ("a person, or a list that its owner vouches for, approved it", "经人工或可靠词表核准"),
        "about_proposed": ("found in a document, nobody has decided on it yet", "从文件中提取，尚未审定"),
        "about_rejected": ("looked at and refused; kept so that it does not come back", "经审查否决，留存以免重现"),
        "term_preferred": ("preferred", "首选"),
        "term_admitted": ("admitted", "可用"),
        "term_deprecated": ("deprecated", "不宜使用"),
        "term_superseded": ("superseded", "已被取代"),
        "about_preferred": ("the name to use", "应采用的名称"),
        "about_admitted": ("may be used, too", "也可使用"),
        "about_deprecated": ("not to be used: a misprint or a wrong name", "不宜使用：误印或误称"),
        "about_superseded": ("a former name, right for its time", "旧称，仅适用于当时"),
        "kind_full_form": ("full form", "全称"),
        "kind_short_form": ("short form", "简称"),
        "kind_acronym": ("acronym", "缩写"),
        "kind_variant": ("variant", "异称"),
        "relation_part_of": ("Part of", "隶属"),
        "relation_has_part": ("Parts", "下设"),
        "relation_heads": ("Heads", "领导"),
        "relation_headed_by": ("Headed by", "由其领导"),
        "relation_reports_to": ("Reports to", "对其负责"),
        "relation_answered_to_by": ("Reported to by", "对之负责者"),
        "relation_succeeds": ("Formerly", "前身"),
        "relation_succeeded_by": ("Succeeded by", "后继"),
        "action_created": ("created", "新建"),
        "action_changed": ("changed", "修改"),
        "action_approved": ("approved", "核准"),
        "action_rejected": ("rejected", "否决"),
        "action_proposed": ("proposed again", "重新待审"),
    }
)


def translator(language: Language) -> Callable[..., str]:
    """Return the function that gives a text of the pages in a language; names in braces are filled in.

    >>> translator("en")("total", n=3), translator("zh")("total", n=3)
    ('3 concepts', '3 个概念')
    """
    column = LANGUAGES.index(language)

    def text(key: str, **values: object) -> str:
        if values.get("n") == 1 and f"{key}_one" in STRINGS:
            key += "_one"
        return STRINGS[key][column].format(**values) if values else STRINGS[key][column]

    return text
