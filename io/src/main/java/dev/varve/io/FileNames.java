package dev.varve.io;

/** How files are numbered. */
public final class FileNames {
  private static final int DIGITS = 6;

  private FileNames() {}

  /**
   * The number in a name that is a prefix, {@link #number}, and a suffix; -1 for every other name,
   * also for one that has the number in another form, and for one above {@code most}. So a name is
   * taken for one of ours only if we could have written it.
   */
  public static long parse(String name, String prefix, String suffix, long most) {
    int end = name.length() - suffix.length();
    if (end <= prefix.length() || !name.startsWith(prefix) || !name.endsWith(suffix)) {
      return -1;
    }
    long number = 0;
    for (int at = prefix.length(); at < end; at++) {
      int digit = name.charAt(at) - '0';
      if (digit < 0 || digit > 9 || number > (most - digit) / 10) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number(number).length() == end - prefix.length() ? number : -1;
  }

  /**
   * A number as it stands in a file's name: six digits, or more where it needs them. By hand, since
   * the first use of a format string takes a fresh virtual machine 15 ms.
   *
   * @param number not negative
   */
  public static String number(long number) {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
  }
}
