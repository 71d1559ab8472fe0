"""Forms that are refused, each in words of its own, and what is dropped from those that are not."""

import io
import zipfile

import pytest

from reports.export.docx import parts as docx_parts
from reports.export.docx.form import FormError, compile_form
from reports.export.docx.markers import FIELDS
from reports.export.docx.writer import write_docx
from reports.export.xlsx.writer import write_xlsx
from reports.office.archive import FOREIGN_NAMES, UNSAFE
from tests.export.tables import make_table
from tests.export.test_docx_writer import DOCUMENT, opened
from tests.export.test_forms import EVENT_ROW, FORM, FORM_XML, MEBIBYTE, form_with


def ole(stream):
    """An old or an encrypted Office file as far as its signature and the name of its stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le")


def zip_bomb():
    """A few hundred kilobytes that would unpack to 200 MiB."""
    file = io.BytesIO(FORM)
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/image1.png", "w") as picture,
    ):
        for _ in range(200):
            picture.write(bytes(MEBIBYTE))
    assert len(file.getvalue()) < MEBIBYTE // 4
    return file.getvalue()


def with_relation(kind, target, part="document"):
    """The form with a relation that leads out of the file."""
    name = f"word/_rels/{part}.xml.rels"
    relation = (
        '<Relationship Id="rId99" TargetMode="External" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}"/>'
    )
    if part == "document":
        return form_with(("</Relationships>", f"{relation}</Relationships>"), name=name)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return form_with(
        ("<w:zoom", '<w:attachedTemplate r:id="rId99" xmlns:r="urn:r"/><w:zoom'),
        name="word/settings.xml",
        add=[(name, f'<Relationships xmlns="{space}">{relation}</Relationships>')],
    )


SIGNED = (
    '<Relationship Id="rId97" Target="_xmlsignatures/origin.sigs" Type="http://schemas.openxmlformats'
    '.org/package/2006/relationships/digital-signature/origin"/></Relationships>'
)
TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
INNER_OBJECT = (
    '<Relationship Id="rId98" Target="media/object.bin" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"/>'
)


KNOWN = ", ".join(f"{{{{{field}}}}}" for field in FIELDS)
SAVE_AS_DOCX = "Откройте его в Word и сохраните как «Документ Word (.docx)»."
DAMAGED = "Файл поврежден и не читается. Откройте его, сохраните заново и загрузите еще раз."
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"

# What is wrong → a file in which it is, and the sentence; each has a sentence of its own.
REFUSALS = {
    "unknown marker": (
        form_with(("{{place}}", "{{plase}}")),
        f"Поле «{{{{plase}}}}» неизвестно. Есть такие поля: {KNOWN}.",
    ),
    "Russian letter in a marker": (
        form_with(("{{place}}", "{{рlасe}}")),
        "В поле «{{рlасe}}» буквы «р», «а», «с» русские. Включите английскую раскладку "
        "и наберите {{place}} заново.",
    ),
    "one Russian letter in a marker": (
        form_with(("{{name}}", "{{nаme}}")),
        "В поле «{{nаme}}» буква «а» русская. Включите английскую раскладку "
        "и наберите {{name}} заново.",
    ),
    "signature": (
        form_with(
            ("</Relationships>", SIGNED),
            name="_rels/.rels",
            add=[("_xmlsignatures/origin.sigs", "")],
        ),
        "Файл подписан электронной подписью, заполнять его нельзя. Откройте его в Word, нажмите "
        "«Файл» → «Сведения» → «Просмотр подписей», удалите подпись и сохраните файл заново.",
    ),
    "strict": (
        form_with((TRANSITIONAL, "http://purl.oclc.org/ooxml/wordprocessingml/main")),
        "Файл сохранен как «Документ Strict Open XML». Откройте его в Word, нажмите «Файл» → "
        "«Сохранить как» и выберите «Документ Word (.docx)».",
    ),
    "broken braces": (
        form_with(("{{place}}", "{{place}")),
        "Фигурные скобки стоят не парами: «{{place}». "
        "Поле пишется так: {{name}}; в других местах скобок быть не должно.",
    ),
    "no section row": (
        form_with(("{{municipality}}", "")),
        "В таблице нет строки с полем {{municipality}}.",
    ),
    "no event row": (
        form_with((EVENT_ROW, "")),
        "В таблице нет строки с полями мероприятия: {{number}}, {{name}} и других.",
    ),
    "two section rows": (
        form_with((EVENT_ROW, EVENT_ROW.replace("{{name}}", "{{municipality}}"))),
        "Поле {{municipality}} стоит в нескольких строках, а нужна одна.",
    ),
    "two event rows": (
        form_with((EVENT_ROW, EVENT_ROW * 2)),
        "Поля мероприятия стоят в нескольких строках, а нужна одна.",
    ),
    "one row for both": (
        form_with(("{{municipality}}", ""), ("{{name}}", "{{municipality}}")),
        "Поле {{municipality}} и поля мероприятия должны стоять в разных строках.",
    ),
    "a row between": (
        form_with((EVENT_ROW, "<w:tr><w:tc><w:p/></w:tc></w:tr>" + EVENT_ROW)),
        "Строка мероприятия должна стоять сразу под строкой с полем {{municipality}}.",
    ),
    "field outside the table": (
        form_with(("{{draft}}", "{{name}}")),
        "Поле {{name}} стоит вне таблицы. Перенесите его в строку.",
    ),
    "title in a row": (
        form_with(("{{place}}", "{{title}}")),
        "Поле {{title}} стоит в строке, которая повторяется. Поставьте его выше или ниже.",
    ),
    "tracked insertion": (
        form_with(
            ("<w:r><w:t>{{place}}</w:t></w:r>", "<w:ins><w:r><w:t>{{place}}</w:t></w:r></w:ins>")
        ),
        "В файле есть непринятые исправления: «{{place}}». Нажмите «Рецензирование» → «Принять» → "
        "«Принять все исправления», сохраните файл и загрузите снова.",
    ),
    "marker in a control": (
        form_with(
            (
                "<w:p><w:r><w:t>{{place}}</w:t></w:r></w:p>",
                "<w:sdt><w:sdtContent><w:p><w:r><w:t>{{place}}</w:t></w:r></w:p>"
                "</w:sdtContent></w:sdt><w:p/>",
            )
        ),
        "Поле стоит внутри ссылки, поля Word или элемента управления: «{{place}}». "
        "Впишите его простым текстом.",
    ),
    "thousands of markers": (
        form_with(("{{content}}", "{{content}} " * 20_000)),
        "В форме слишком много полей: 20019. Можно не больше 200.",
    ),
    "field in the header": (
        form_with(("<w:t>2</w:t>", "<w:t>{{title}}</w:t>"), name="word/header1.xml"),
        "Поле стоит в колонтитуле или в сноске: «{{title}}». "
        "Перенесите его в текст документа: в других местах поля не заполняются.",
    ),
    "macros": (
        form_with(add=[("word/vbaProject.bin", "x")]),
        f"В файле есть макросы, такие файлы не принимаются. {SAVE_AS_DOCX}",
    ),
    "template": (
        form_with(("document.main+xml", "template.main+xml"), name="[Content_Types].xml"),
        "Это шаблон .dotx. Сохраните его в Word как «Документ Word (.docx)».",
    ),
    "text": (
        "просто текст".encode(),
        "Это простой текстовый файл, хотя назван иначе. Нужен документ Word (.docx).",
    ),
    "old Word": (ole("WordDocument"), f"Файл в старом формате .doc. {SAVE_AS_DOCX}"),
    "encrypted": (
        ole("EncryptedPackage"),
        "Файл защищен паролем. Снимите пароль, сохраните файл и загрузите еще раз.",
    ),
    "workbook": (
        write_xlsx(make_table()),
        "Это книга Excel, хотя файл назван иначе. Нужен документ Word (.docx).",
    ),
    "empty": (b"", "Файл пуст. Проверьте, тот ли файл выбран."),
    "rtf": (b"{\\rtf1 text}", f"Это файл .rtf, хотя назван иначе. {SAVE_AS_DOCX}"),
    "pdf": (
        b"%PDF-1.7\n\xd0\x00",
        "Это файл .pdf, из него таблицу прочесть нельзя. Нужен документ Word (.docx).",
    ),
    "zip bomb": (
        zip_bomb(),
        "Файл слишком большой. Уменьшите в нем рисунки и сохраните заново.",
    ),
    "doctype": (
        form_with(("<w:document", "<!DOCTYPE w><w:document")),
        UNSAFE,
    ),
    "member outside": (
        form_with(add=[("../styles.xml", "<a/>")]),
        FOREIGN_NAMES,
    ),
    "no main part": (
        form_with(remove=(DOCUMENT,)),
        f"В файле нет главной части «{DOCUMENT}». {DAMAGED}",
    ),
    "damaged": (b"PK\x03\x04 broken", DAMAGED),
    "embedded object": (
        form_with(
            ("</Relationships>", f"{INNER_OBJECT}</Relationships>"),
            name="word/_rels/document.xml.rels",
            add=[("word/media/object.bin", "x")],
        ),
        "В файле есть вложенный объект: «object.bin». "
        "Щелкните по нему, нажмите Delete и сохраните файл заново.",
    ),
    "picture outside": (
        with_relation("image", "http://elsewhere/logo.png"),
        "Файл ссылается на рисунок или объект вне себя: «logo.png». "
        "Удалите его, вставьте рисунок через «Вставка» → «Рисунки» и сохраните файл заново.",
    ),
    "acting field": (
        form_with(
            (
                "{{title}}</w:t>",
                "{{title}}</w:t></w:r><w:r><w:instrText>IN</w:instrText></w:r>"
                '<w:r><w:instrText>CLUDEPICTURE "x"</w:instrText>',
            )
        ),
        "В файле есть поле Word, которое берет данные из другого файла или программы: "
        '«INCLUDEPICTURE "x"». Нажмите Alt + F9, чтобы увидеть поля, удалите его '
        "и сохраните файл заново.",
    ),
}
# Other ways to the same sentence.
ALSO_REFUSED = {
    "marker without a name": (
        form_with(("{{place}}", "{{}}")),
        f"Поле «{{{{}}}}» неизвестно. Есть такие поля: {KNOWN}.",
    ),
    "macros by type": (
        form_with((DOCUMENT_TYPE, MACRO_TYPE), name="[Content_Types].xml"),
        REFUSALS["macros"][1],
    ),
    "no relations": (form_with(remove=("_rels/.rels",)), DAMAGED),
    "broken XML": (form_with(("<w:body>", "<w:body><w:p>")), DAMAGED),
    "doctype in another part": (
        form_with(("<w:styles", "<!DOCTYPE w><w:styles"), name="word/styles.xml"),
        REFUSALS["doctype"][1],
    ),
}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [*REFUSALS.values(), *ALSO_REFUSED.values()],
    ids=[*REFUSALS, *ALSO_REFUSED],
)
def test_wrong_form_is_refused_in_words(data, sentence):
    with pytest.raises(FormError) as refusal:
        compile_form(data)
    assert str(refusal.value) == sentence


def test_all_faults_are_told_at_once():
    form = form_with(
        ("{{place}}", "{{plase}}"),
        ("{{name}}", "{{nаme}}"),
        ("{{period}}", "{{period}"),
        ("<w:t>{{participants}}", "<w:instrText>LINK x</w:instrText><w:t>{{participants}}"),
    )
    with pytest.raises(FormError) as refusal:
        compile_form(form)
    said = ("берет данные", "«{{nаme}}» буква «а» русская", "«{{plase}}» неизвестно", "«{{period}»")
    for words, fault in zip(said, refusal.value.faults, strict=True):
        assert words in fault


def test_faults_of_rows_are_told_at_once():
    form = form_with(
        ("{{municipality}}", ""), ("{{draft}}", "{{name}}"), ("{{place}}", "{{title}}")
    )
    with pytest.raises(FormError) as refusal:
        compile_form(form)
    assert refusal.value.faults == (
        "Поле {{name}} стоит вне таблицы. Перенесите его в строку.",
        "В таблице нет строки с полем {{municipality}}.",
        "Поле {{title}} стоит в строке, которая повторяется. Поставьте его выше или ниже.",
    )


def test_main_part_of_word_online_is_taken():
    """Word Online and SharePoint call it document2.xml."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FORM)) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name in ("_rels/.rels", "[Content_Types].xml"):
                data = data.replace(b"word/document.xml", b"word/document2.xml")
            target.writestr(name.replace("document.xml", "document2.xml"), data)
    table = make_table()
    assert write_docx(table, compile_form(file.getvalue())) == write_docx(table, compile_form(FORM))


def test_note_of_a_template_is_dropped():
    form = compile_form(
        with_relation("attachedTemplate", "file:///C:/Общие/Бланк.dotm", "settings")
    )
    parts = dict(form.parts)
    assert b"attachedTemplate" not in parts["word/settings.xml"]
    assert b"Relationship " not in parts["word/_rels/settings.xml.rels"]


@pytest.mark.parametrize("code", ["DDEAUTO excel", " INCLUDETEXT x", "link Excel"])
def test_field_that_acts_is_refused_in_a_header_too(code):
    field = f'<w:fldSimple w:instr="{code}"/></w:p>'
    with pytest.raises(FormError, match="берет данные"):
        compile_form(form_with(("</w:p>", field), name="word/header1.xml"))


def test_field_that_acts_is_found_behind_an_inner_one():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>SET x y</w:instrText></w:r><w:r><w:fldChar "
        'w:fldCharType="end"/></w:r><w:r><w:instrText> DDEAUTO cmd</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    with pytest.raises(FormError, match="берет данные"):
        compile_form(
            form_with(("{{executor}}</w:t></w:r></w:p>", "{{executor}}</w:t></w:r>" + field))
        )


def test_header_of_any_name_is_looked_into():
    """By its relation: Word calls the part as it likes."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FORM)) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode().replace("header1.xml", "first.xml")
            if name == "word/header1.xml":
                text = text.replace("<w:t>2</w:t>", "<w:t>{{title}}</w:t>")
            target.writestr(name.replace("header1.xml", "first.xml"), text)
    with pytest.raises(FormError, match="колонтитуле"):
        compile_form(file.getvalue())


def test_notes_that_act_are_dropped_from_the_settings():
    notes = '<w:trackRevisions/><w:mailMerge><w:query w:val="q"/></w:mailMerge>'
    form = compile_form(form_with(("<w:zoom", f"{notes}<w:zoom"), name="word/settings.xml"))
    settings = dict(form.parts)["word/settings.xml"]
    assert b"mailMerge" not in settings
    assert b"trackRevisions" not in settings


@pytest.mark.parametrize("field", ["title", "column_number"])
def test_field_of_the_document_in_a_table_within_the_event_row_is_refused(field):
    inner = (
        f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{{{{field}}}}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    form = form_with(("<w:p><w:r><w:t>{{content}}", f"{inner}<w:p><w:r><w:t>{{{{content}}}}"))
    with pytest.raises(FormError, match="которая повторяется"):
        compile_form(form)


def test_damaged_part_is_found_at_once():
    with pytest.raises(FormError, match="поврежден"):
        compile_form(form_with(("</w:styles>", "<w:styles>"), name="word/styles.xml"))


def test_form_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(docx_parts, "MOST_UNPACKED", 1_000)
    with pytest.raises(FormError, match="слишком большая"):
        compile_form(FORM)


def test_paragraph_with_a_picture_stays_when_its_text_is_empty():
    logo = "<w:r><w:drawing/></w:r><w:r><w:t>{{appendix}}"
    xml = xml_of(
        write_docx(make_table(), compile_form(form_with(("<w:r><w:t>{{appendix}}", logo))))
    )
    assert xml.count("<w:drawing/>") == 1


def test_end_of_a_field_stays_with_its_beginning():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>{{approval}}'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>{{title}}'
    form = form_with(("<w:r><w:t>{{approval}}", begin))
    with pytest.raises(FormError):  # the marker would be the result of the field
        compile_form(form)
    after = '{{approval}}</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    form = form_with(("{{approval}}</w:t></w:r>", after), ("<w:r><w:t>{{title}}", end))
    xml = xml_of(write_docx(make_table(), compile_form(form)))
    assert xml.count('"begin"') == xml.count('"end"') == 1


def test_row_of_exact_height_grows_with_its_text():
    height = '<w:trPr><w:trHeight w:val="400" w:hRule="exact"/></w:trPr>'
    form = form_with((EVENT_ROW, EVENT_ROW.replace("<w:tr>", f"<w:tr>{height}", 1)))
    xml = xml_of(write_docx(make_table(), compile_form(form)))
    assert 'w:val="400"' in xml
    assert "exact" not in xml.replace('w:lineRule="exact"', "")


def test_margin_of_two_sections_fits_the_table_to_its_own():
    portrait = (
        '<w:p/><w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="567" w:bottom="1134" w:left="1134"/></w:sectPr></w:body>'
    )
    landscape_ends = FORM_XML[FORM_XML.index("<w:sectPr>") : FORM_XML.index("</w:body>")]
    two = form_with(
        (f"{landscape_ends}</w:body>", f"<w:p><w:pPr>{landscape_ends}</w:pPr></w:p>{portrait}")
    )
    table = opened(write_docx(make_table(), compile_form(two, left_margin=30))).tables[0]
    assert sum(column.width.mm for column in table.columns) == pytest.approx(257, abs=0.5)


def test_typeface_holds_without_defaults_in_the_styles():
    start = "<w:docDefaults>"
    styles = zipfile.ZipFile(io.BytesIO(FORM)).read("word/styles.xml").decode()
    defaults = styles[
        styles.index(start) : styles.index("</w:docDefaults>") + len("</w:docDefaults>")
    ]
    form = form_with((defaults, ""), name="word/styles.xml")
    parts = dict(compile_form(form, typeface="PT Astra Serif").parts)
    assert 'w:ascii="PT Astra Serif"' in parts["word/styles.xml"].decode()


def xml_of(data):
    return zipfile.ZipFile(io.BytesIO(data)).read(DOCUMENT).decode()


def test_link_to_a_site_may_stay():
    assert compile_form(with_relation("hyperlink", "http://region.example"))


def test_every_refusal_has_its_own_sentence():
    sentences = [sentence for _, sentence in REFUSALS.values()]
    assert sorted(sentences) == sorted(set(sentences))
