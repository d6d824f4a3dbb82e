#!/usr/bin/env bash
# tools/run_readme.sh runs a page, and notices what is not as the page says.
set -euo pipefail
tool=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../tools" && pwd)/run_readme.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >page.md <<'PAGE'
Words, and `$ words` in a line.

```text
// file: folder/of.txt
two [lines]
*
```

```console
$ cat folder/of.txt
// file: folder/of.txt
two [lines]
*
$ printf 'a\nb\nc\n'
a
…
$ false
$ echo $?
1
```

```sh
exit 9
```
PAGE
"$tool" page.md >said || { cat said; exit 1; }
[ "$(cat said)" = 'page.md: 4 commands run, 0 failed' ] || { cat said; exit 1; }

# Each of these must be noticed: other text, text too much, another exit code, no command at all.
for change in 's/^a$/x/' 's/^…$/b/' 's/^1$/0/' '/^\$ /d;/^…/d;s/^```console/```text/'; do
  sed "$change" page.md >changed.md
  if "$tool" changed.md >said; then
    printf '%s was not noticed\n' "$change"
    exit 1
  fi
done
