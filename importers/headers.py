"""What the header of a column means: a language and what is said in it, in English, Chinese, or a tool's own words.

A field is `zh`, `en`, `fr` ... for names in a language, such a tag with a role (`en_acronym`, `zh_definition`), or a
fact of the whole row (`category`, `source`). Headers are known from term bases and glossaries as memoQ, MultiTerm,
Crowdin, Phrase, Weblate and Chinese and UN terminology services hand them out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Facts of a whole row: field -> what its header may be called, after `plain`.
FACTS: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "conceptid", "entryid", "entrynumber", "entryno", "termid", "recordid", "recordnumber", "uuid", "guid",
        "untermid", "编号", "条目号", "条目编号", "词条编号", "术语编号", "记录号", "標識", "标识",
    ),
    "number": ("序号", "序", "序號", "no", "nr", "#", "项次"),
    "category": ("category", "类别", "分类", "类型", "門類", "门类", "類別"),
    "kind": ("kind", "termtype"),
    "status": ("status", "entrystatus", "状态", "狀態", "审定状态", "审核状态", "使用状态"),
    "reliability": ("reliability", "可靠性", "可靠度"),
    "source": (
        "source", "来源", "來源", "出处", "出處", "资料来源", "依据", "文件", "文件号", "文号", "reference",
        "references", "sourcereference", "sourcedocument",
    ),
    "sources": ("sources",),
    "note": (
        "note", "comment", "comments", "remark", "remarks", "conceptnote", "entrynote", "translatorcomments",
        "usagenote", "备注", "備註", "附注", "注释", "註釋", "注", "说明", "說明",
    ),
    "notes": ("notes",),
    "documents": ("documents",),
    "citations": ("citations",),
    "variant_of": ("variantof",),
    "part_of": ("partof", "parent", "上级", "上級", "上级单位", "上级机构", "隶属", "隸屬", "隶属关系"),
    "heads": ("heads",),
    "reports_to": ("reportsto",),
    "succeeds": ("succeeds", "predecessor", "前身"),
    "from": ("from", "validfrom", "起", "启用日期"),
    "to": ("to", "validto", "止", "停用日期"),
    "subject": (
        "subject", "subjectfield", "subjectarea", "domain", "field", "conceptsubject", "entrysubject", "entrydomain",
        "领域", "領域", "主题", "主題", "专业", "学科", "学科领域",
    ),
    "definition": ("definition", "conceptdefinition", "description", "定义", "定義", "释义", "釋義"),
}  # fmt: skip
# Without a language in the header, these speak of one all the same.
OF_ONE_LANGUAGE: dict[str, tuple[str, ...]] = {
    "zh": ("术语", "術語"),
    "zh_short": ("简称", "簡稱"),
    "zh_variants": ("异名", "異名", "同义词", "同義詞", "又称", "别名", "别称"),
    "zh_deprecated": ("不用", "禁用"),
    "en_acronym": ("acronym", "abbreviation", "abbr", "缩写", "縮寫", "缩略语", "縮略語", "缩略词"),
    "en_variants": ("synonyms",),
}
# Only where no column is called by its language: `source` is otherwise who says so.
PAIRS: dict[str, tuple[str, ...]] = {
    "zh": (
        "source",
        "sourceterm",
        "sourcetext",
        "term",
        "entry",
        "headword",
        "原文",
        "源语言",
        "源语",
        "原语",
        "名称",
        "名稱",
        "机构名称",
        "单位名称",
        "职务名称",
        "标准名称",
        "规范名称",
        "术语名称",
        "词条",
        "词目",
        "专名",
        "全称",
    ),
    "en": (
        "target",
        "targetterm",
        "targettext",
        "translation",
        "equivalent",
        "译文",
        "译名",
        "譯名",
        "目标语言",
        "目标语",
        "外文",
        "外文名称",
        "外文名",
        "译法",
        "对应词",
    ),
}
# What is said in a language.
ROLES: dict[str, tuple[str, ...]] = {
    "": (
        "", "term", "terms", "name", "names", "title", "text", "fullform", "fullname", "full", "preferred",
        "preferredterm", "equivalent", "translation", "术语", "術語", "名称", "名稱", "名", "全称", "全稱", "全名",
        "正式名称", "词", "词条", "词语", "译名", "譯名", "译文", "标准译名", "规范译名", "表述", "对照", "首选",
        "首选术语", "译", "译法", "用语", "词汇", "表达", "说法", "标准名称", "规范名称", "官方名称", "官方译名",
        "参考译名", "推荐译名", "通用译名", "机构名称", "单位名称", "职务名称", "术语名称",
    ),
    "short": ("short", "shortform", "shortname", "shorttitle", "简称", "簡稱", "短名"),
    "acronym": ("acronym", "abbreviation", "abbr", "abbrev", "缩写", "縮寫", "缩略语", "縮略語", "缩略词", "缩略"),
    "variants": (
        "variants", "variant", "synonyms", "synonym", "alternative", "alternatives", "alt", "aka", "other", "admitted",
        "异名", "異名", "同义词", "同義詞", "又称", "别名", "别称", "其他译名", "其他名称", "其它译名", "曾用名",
    ),
    "deprecated": (
        "deprecated", "forbidden", "donotuse", "notused", "禁用", "禁用译名", "禁用词", "不用", "不宜使用", "误译",
    ),
    "definition": ("definition", "def", "description", "meaning", "定义", "定義", "释义", "釋義", "解释"),
    "note": (
        "note", "notes", "comment", "comments", "remark", "remarks", "usage", "usagenote", "备注", "備註", "注释",
        "註釋", "注", "说明", "說明",
    ),
    "source": ("source", "sources", "reference", "ref", "来源", "來源", "出处", "出處"),
    "status": ("status", "termstatus", "usagestatus", "状态", "狀態"),
    "kind": ("type", "termtype", "类型"),
    "context": ("context", "example", "termexample", "usageexample", "例句", "例", "语境", "用例"),
    "part_of_speech": ("partofspeech", "pos", "词性", "詞性"),
}  # fmt: skip
# Fields that take what several columns say.
SEVERAL = ("", "short", "acronym", "variants", "deprecated", "definition", "note", "source", "context")

# Names and codes of languages in headers -> BCP 47 tags; the first that is found counts.
_REGION = r"(?:[ _-]+(?:{}))?"
_LANGUAGES: tuple[tuple[str, str], ...] = (
    (
        "zh-Hant",
        r"chinese[ _-]*\(?traditional\)?|traditional[ _-]*chinese|(?:中文)?\(?繁[体體]\)?(?:中文|字)?|<zh[_-]hant>",
    ),
    ("zh-TW", r"<(?:zh|chi|zho)[_-]tw>|chinese[ _-]*\(?taiwan\)?"),
    ("zh-HK", r"<(?:zh|chi|zho)[_-]hk>|chinese[ _-]*\(?hong ?kong(?: sar)?\)?"),
    (
        "zh",
        r"chinese" + _REGION.format(r"\(?(?:simplified|prc|china|people's republic of china)\)?")
        + r"|simplified[ _-]*chinese|(?:中文)?\(?[简簡][体體]\)?(?:中文|字)?|中文|汉语|漢語|汉文|华文|中"
        + r"|<(?:zh|zho|chi)(?:[_-](?:cn|hans|sg|chn)(?:[_-]cn)?)?>|<(?:cn|chn)>",
    ),
    (
        "en",
        r"english" + _REGION.format(r"\(?(?:us|uk|usa|gb|united states|united kingdom)\)?")
        + r"|英文|英语|英語|英|<(?:en|eng)(?:[_-][a-z]{2})?>",
    ),
    ("fr", r"french|français|francais|法文|法语|法語|<(?:fr|fra|fre)(?:[_-][a-z]{2})?>"),
    ("es", r"spanish|español|espanol|西班牙文|西班牙语|西文|<(?:es|spa)(?:[_-][a-z]{2})?>"),
    ("ru", r"russian|русский|俄文|俄语|俄語|<(?:ru|rus)(?:[_-][a-z]{2})?>"),
    ("ar", r"arabic|العربية|阿拉伯文|阿拉伯语|阿文|<(?:ar|ara)(?:[_-][a-z]{2})?>"),
    ("de", r"german|deutsch|德文|德语|<(?:de|deu|ger)(?:[_-][a-z]{2})?>"),
    ("ja", r"japanese|日文|日语|日本語|<(?:ja|jpn)(?:[_-][a-z]{2})?>"),
    ("ko", r"korean|韩文|韩语|朝鲜文|<(?:ko|kor)(?:[_-][a-z]{2})?>"),
    ("pt", r"portuguese|português|葡萄牙文|葡文|葡语|<(?:pt|por)(?:[_-][a-z]{2})?>"),
    ("it", r"italian|italiano|意大利文|意文|<(?:it|ita)(?:[_-][a-z]{2})?>"),
)  # fmt: skip
LANGUAGES = tuple(tag for tag, _ in _LANGUAGES)
_PATTERNS = tuple(
    (tag, re.compile(pattern.replace("<", "(?<![a-z])(?:").replace(">", ")(?![a-z])"))) for tag, pattern in _LANGUAGES
)
_BRACKETS = re.compile(r"[(\[{（【].*?[)\]}）】]")
_WORDS = re.compile(r"[\u3400-\u9fff]+|[^\W\d_][^\u3400-\u9fff/|;,，、；]*")
_PLAIN = re.compile(r"[^\w#]+|_")
_ROLE_OF = {name: role for role, names in ROLES.items() for name in names}
_FIELD_OF = {name: field for fields in (FACTS, OF_ONE_LANGUAGE) for field, names in fields.items() for name in names}
_PAIR_OF = {name: lang for lang, names in PAIRS.items() for name in names}
_OF_EACH = re.compile(r"([a-z]{2,3}(?:-[A-Za-z]{2,4})?)(?:_([a-z_]+))?")


def plain(header: str) -> str:
    """Return a header without case, width, blanks and marks.

    >>> plain(" Term_ID："), plain("中文（全称）")
    ('termid', '中文全称')
    """
    return _PLAIN.sub("", unicodedata.normalize("NFKC", header).casefold())


def field_of(header: str) -> str | None:
    """Tell what a column holds by its header; None for what is not known.

    >>> [field_of(each) for each in ("中文", "English_Def", "Term [zh-TW]", "缩写", "备注 Remarks", "部门")]
    ['zh', 'en_definition', 'zh-TW', 'en_acronym', 'note', None]
    """
    text = unicodedata.normalize("NFKC", header).casefold()
    return _field_of(text) or (_field_of(_BRACKETS.sub(" ", text)) if _BRACKETS.search(text) else None)


def _field_of(text: str) -> str | None:
    if known := _alike(text, _FIELD_OF):
        return known
    for tag, pattern in _PATTERNS:
        if pattern.search(text):
            role = _alike(pattern.sub(" ", text), _ROLE_OF)
            return None if role is None else tag + (f"_{role}" if role else "")
    return None


def _alike(text: str, known: Mapping[str, str]) -> str | None:
    """Look a header up; one in two languages (备注 Remarks) where both say the same."""
    if (found := known.get(plain(text))) is not None:
        return found
    said = {known.get(plain(part)) for part in _WORDS.findall(text)}
    return said.pop() if len(said) == 1 else None


def pair_of(header: str) -> str | None:
    """Tell which side of a pair a header names that does not name its language: `source`, `译文`."""
    return _PAIR_OF.get(plain(header)) or _PAIR_OF.get(plain(_BRACKETS.sub(" ", header)))


def role_of(header: str) -> str | None:
    """Tell what a header says that is only a role, as under a language that spans several columns."""
    return _ROLE_OF.get(plain(header)) if plain(header) else None


def parts_of(field: str) -> tuple[str, str]:
    """Part a field into language and role; the language is empty for a fact of the whole row.

    >>> parts_of("en_acronym"), parts_of("zh-TW"), parts_of("part_of"), parts_of("id")
    (('en', 'acronym'), ('zh-TW', ''), ('', 'part_of'), ('', 'id'))
    """
    match = None if field in FACTS else _OF_EACH.fullmatch(field)
    if match is None or (match[2] or "") not in ROLES:
        return "", field
    return match[1], match[2] or ""


def is_field(name: str) -> bool:
    """Tell whether a field is one that a column can hold."""
    return name in FACTS or bool(parts_of(name)[0])
