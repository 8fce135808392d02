package dev.varve.io;

/** How files are numbered. */
public final class FileNames {
  private static final int DIGITS = 6;

  private FileNames() {}

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
