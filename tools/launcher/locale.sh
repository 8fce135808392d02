# Lets the JVM read what is beyond ASCII in arguments and file names; sourced by ./varve (POSIX sh).

# The JVM decodes both by the locale's character set, and loses every byte that the set lacks. The set is ASCII in the C locale (cron,
# containers) and where the locale asked for is not installed (ssh). C.UTF-8 differs from C in the character set alone. A locale with
# another set, such as Latin-1, stays as it is: the terminal writes the arguments in that set.
use_utf8() {
  case $(locale charmap 2>/dev/null) in
    '' | ANSI_X3.4-1968 | US-ASCII | ASCII | 646) ;;
    *) return 0 ;;
  esac
  # The first in the order of bytes is C.UTF-8 or C.utf8 where there is one. musl has C.UTF-8, and often no command `locale`.
  LC_ALL=$(locale -a 2>/dev/null | grep -i 'utf-\{0,1\}8$' | LC_ALL=C sort | head -n 1)
  export LC_ALL="${LC_ALL:-C.UTF-8}"
}
