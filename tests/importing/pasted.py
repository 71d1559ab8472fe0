"""What programs put on the clipboard for one and the same table, in the way of each."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=windows-1251">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:""; font-size:12.0pt;} --></style></head>
<body lang=RU style='tab-interval:35.4pt'><!--StartFragment-->
<table class=MsoNormalTable border=1 cellspacing=0 style='border-collapse:collapse'>
 <tr style='mso-yfti-irow:0'>
  <td width=38><p class=MsoNormal align=center><b>№<o:p></o:p></b></p><p>п/п</p></td>
  <td><p class=MsoNormal>Наименование
  мероприятия<o:p></o:p></p></td>
  <td><p class=MsoNormal>Место проведения мероприятия</p></td>
  <td><p class=MsoNormal>Сроки<br>
  проведения мероприятия</p></td>
  <td><p class=MsoNormal>Содержание мероприятия (в том числе краткая информация о достигнутых
  договоренностях)</p></td>
  <td><p class=MsoNormal>Участники мероприятия (ФИО, должность)</p></td>
 </tr>
 <tr style='mso-yfti-irow:1'>
  <td colspan=6><p class=MsoNormal align=center><b>Район vyazma<o:p></o:p></b></p></td>
 </tr>
 <tr>
  <td><p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><!--[if
  !supportLists]--><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
  </span></span><!--[endif]--><o:p>&nbsp;</o:p></p></td>
  <td><p class=MsoNormal>Форум «Дружба»<o:p></o:p></p><p>(онлайн-формат)</p></td>
  <td><p class=MsoNormal>г.&nbsp;Вязьма</p></td>
  <td><p class=MsoNormal>5-6 ноября 2020 года</p></td>
  <td><p class=MsoNormal>Обсуждались:</p>
   <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
   style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
   style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>обмены;</p>
   <p class=MsoListParagraph style='mso-list:l2 level1 lfo3'><![if !supportLists]><span
   style='mso-list:Ignore'>2)<span>&nbsp; </span></span><![endif]>поездки.</p></td>
  <td><p class=MsoNormal>Глава района</p></td>
 </tr>
</table>
<p class=MsoNormal>Глава района ________</p>
<!--EndFragment--></body></html>"""

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta name=Generator content="Microsoft Excel 15"><style>.xl65 {mso-number-format:"\\@";}</style></head>
<body link=blue><table border=0 cellpadding=0 style='border-collapse:collapse;width:400pt'>
<!--StartFragment--> <col width=64 span=6 style='width:48pt'>
 <tr height=20><td height=20 class=xl65>№ п/п</td><td>Наименование</td><td>Место</td><td>Сроки</td>
 <td>Содержание</td><td>Участники</td></tr>
 <tr height=20 style='display:none'><td>7</td><td>Скрыто</td><td></td><td></td><td></td><td></td></tr>
 <tr height=40><td align=right>1</td><td>Форум<span style='mso-spacerun:yes'>  </span>«Дружба»</td>
 <td>г. Вязьма</td><td>5-6 ноября 2020 года</td>
 <td>Обсуждались:<br>
    - обмены;<br style='mso-data-placement:same-cell'>
    - поездки.</td><td>Глава района</td></tr>
<!--EndFragment--></table></body></html>"""

LIBREOFFICE = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/>
<title>документ</title><style type="text/css">p { line-height: 115% }</style></head><body>
<table width="100%" cellpadding="4"><thead><tr valign="top">
<th><p>№ п/п</p></th><th><p>Наименование мероприятия</p></th><th><p>Место проведения мероприятия</p></th>
<th><p>Сроки проведения мероприятия</p></th><th><p>Содержание мероприятия</p></th>
<th><p>Участники мероприятия</p></th></tr></thead><tbody><tr valign="top">
<td><ol><li><p><br/></p></li></ol></td><td><p>Форум «Дружба»</p></td><td><p>г. Вязьма</p></td>
<td><p>5-6 ноября<br/>2020 года</p></td>
<td><p>Обсуждались:</p><ul><li><p>обмены;</p></li><li><p>поездки.</p></li></ul></td>
<td><p>Глава района</p></td></tr></tbody></table></body></html>"""

# A mail: the table stands in a table that only sets out the page.
OUTLOOK = """<html><head><xml><o:AllowPNG/></xml></head><body>
<div class=WordSection1><table width="100%"><tr><td><p>Добрый день!</p>
<table border=1><tr><td>Наименование мероприятия</td><td>Место проведения</td><td>Сроки проведения</td>
<td>Содержание</td><td>Участники</td></tr>
<tr><td><div>Форум «Дружба»</div></td><td rowspan=2>г. Вязьма</td><td>5-6 ноября 2020 года</td>
<td>Обсуждались:<ol start=2><li>обмены;</li><li>поездки.</li></ol></td><td>Глава района</td></tr>
<tr><td>Выставка</td><td>7 ноября 2020 года</td><td>Картины</td><td>Художники</td></tr></table>
</td></tr><tr><td>С уважением</td></tr></table></div></body></html>"""
