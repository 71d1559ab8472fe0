#!/usr/bin/env bash
# Both documents of the demonstration quarter as LibreOffice prints them: build/*.pdf and *.png.
set -euo pipefail
cd "$(dirname "$0")/.."

need() { # command, package
  command -v "$1" >/dev/null || { echo "Нет программы $1: установите пакет $2." >&2; exit 1; }
}
need soffice "libreoffice-writer и libreoffice-calc"
need pdftoppm poppler-utils
need fc-list fontconfig
fc-list | grep -qi "Times New Roman\|Liberation Serif" || {
  echo "Нет шрифта Times New Roman или равного ему по ширине: установите пакет fonts-liberation." >&2
  exit 1
}

quarter=2020-4
profile=$(mktemp -d) # LibreOffice does nothing while another one has the user's own profile
trap 'rm -rf "$profile"' EXIT
mkdir -p build
for format in docx xlsx; do
  rm -f build/consolidated-"$format"*
  file=build/consolidated-$format.$format
  .venv/bin/python manage.py export_consolidated "$quarter" --format "$format" --output "$file" || {
    echo "Сначала наполните базу: make run." >&2
    exit 1
  }
  soffice -env:UserInstallation="file://$profile" --headless \
    --convert-to pdf --outdir build "$file" >/dev/null 2>&1 || true
  [ -s "${file%.*}.pdf" ] || { echo "LibreOffice не преобразовал файл $file." >&2; exit 1; }
  pdftoppm -r 80 -png "${file%.*}.pdf" "${file%.*}"
  pages=("${file%.*}"-*.png)
  echo "${file%.*}.pdf, страниц: ${#pages[@]}"
done
