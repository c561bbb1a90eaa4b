"""The sentences of a unit's own wording of letters and notices."""

from flask_babel import lazy_gettext as _l

from portal.web import messages

messages.register(
    {
        "wording_unbalanced": _l("大括号没有成对。请把字段写成“{编号}”这样，前后各一个大括号。"),
        "wording_unknown_field": _l(
            "没有“%(field)s”这个字段。这类模板可以使用的字段：%(allowed)s。"
        ),
        "wording_without_value": _l(
            "本件还没有“%(field)s”这一项的内容。请删去这个字段，或直接写明。"
        ),
        "wording_name_taken": _l(
            "本单位已有名为“%(name)s”的模板。请换一个名称，或修改原有的模板。"
        ),
    }
)
messages.register_labels({"wording.add": _l("新增用语模板"), "wording.change": _l("修改用语模板")})
