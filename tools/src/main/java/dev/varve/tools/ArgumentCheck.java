package dev.varve.tools;

import java.util.Optional;

/** Finds arguments whose bytes were lost on their way into the virtual machine. */
final class ArgumentCheck {
  /** What the virtual machine puts in place of bytes that its character set does not have. */
  private static final char REPLACEMENT = '\ufffd';

  private ArgumentCheck() {}

  /** The fault of the first broken argument. A key with such text would never be found. */
  static Optional<String> fault(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (isBroken(arguments[i])) {
        return Optional.of(
            "argument %d, '%s', has bytes that are not %s: %s"
                .formatted(i + 1, arguments[i], charset(), advice()));
      }
    }
    return Optional.empty();
  }

  private static boolean isBroken(String argument) {
    return argument.codePoints().anyMatch(c -> c == REPLACEMENT || isSurrogate(c));
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String charset() {
    return System.getProperty("sun.jnu.encoding", "UTF-8");
  }

  private static String advice() {
    return charset().equals("UTF-8")
        ? "U+FFFD itself is written \\ufffd, in JSON"
        : "set LC_ALL to a UTF-8 locale, such as C.UTF-8";
  }
}
