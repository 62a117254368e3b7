# SPDX-License-Identifier: Apache-2.0
# For scripts that start Java; they source it.

# find_java: prints the first Java of at least 25 of JAVA_HOME, PATH and /usr/lib/jvm; fails and says so if there is none.
find_java() {
  local candidate release version
  for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    # a JDK says in a file what it is; to ask it costs more than a small guest
    release=$(dirname "$(dirname "$(readlink -f "$candidate")")")/release
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release" 2>/dev/null || true)
    [ -n "$version" ] || version=$("$candidate" -XshowSettings:properties -version 2>&1 |
      sed -n 's/^ *java.specification.version = //p')
    case $version in
      '' | 1 | 1.*) continue ;;
    esac
    if [ "$version" -ge 25 ]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  echo "$(basename "$0"): a Java runtime of at least 25 is needed; none found in JAVA_HOME, on PATH or in /usr/lib/jvm" >&2
  return 64
}
