# SPDX-License-Identifier: Apache-2.0
# What the scripts of this folder share; they source it.

# shellcheck disable=SC2034 # home is for those who source this
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
}

# Ends with the exit code for input that cannot be used.
refuse() {
  say "$*"
  exit 64
}

# refuse_unless_number NAME VALUE
refuse_unless_number() {
  [[ $2 =~ ^[1-9][0-9]{0,5}$ ]] || refuse "$1 $2, allowed: 1 to 999999"
}

# The first Java of at least 25, looked for where ./xenolith looks.
find_java() {
  local candidate version
  for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    version=$("$candidate" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
    if [[ $version =~ ^[0-9]+$ ]] && [ "$version" -ge 25 ]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  refuse "a Java runtime of at least 25 is needed; none found in JAVA_HOME, on PATH or in /usr/lib/jvm"
}

# The median of the numbers on standard input, one a line; nothing if there are none.
median() {
  sort -n | awk '{ v[NR] = $1 } END { if (NR) print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'
}

# quotient A B: A / B with two digits, or - if either is missing or B is 0.
quotient() {
  awk -v a="$1" -v b="$2" 'BEGIN { if (a == "" || b == "" || b == 0) print "-"; else printf "%.2f\n", a / b }'
}

# number VALUE: with three digits, or - if there is none.
number() {
  if [ -n "$1" ]; then printf '%.3f\n' "$1"; else echo -; fi
}
