package dev.varve.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The worked example of a page in docs/formats, so that a test can hold page and code against each
 * other.
 */
public final class FormatPage {
  private static final Path PAGES = Path.of("..", "docs", "formats");

  /** An offset in hexadecimal, up to 16 bytes, and whatever the page says about them. */
  private static final Pattern DUMP_LINE =
      Pattern.compile("([0-9a-f]{4,8}):?((?: {1,2}[0-9a-f]{2})+)(?:$| .*)");

  private FormatPage() {}

  /**
   * The bytes of a page's hex dump.
   *
   * @param name file name of the page; the test runs in a module's folder
   * @throws AssertionError if the page has no dump or its offsets are not those of its bytes
   */
  public static byte[] example(String name) throws IOException {
    return example(PAGES.resolve(name));
  }

  /** The bytes of a hex dump in any file, as that of an older version of a page. */
  public static byte[] example(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : Files.readAllLines(file)) {
      Matcher dump = DUMP_LINE.matcher(line);
      if (dump.matches()) {
        if (Integer.parseInt(dump.group(1), 16) != bytes.size()) {
          throw new AssertionError("expected offset %04x in: %s".formatted(bytes.size(), line));
        }
        bytes.writeBytes(HexFormat.of().parseHex(dump.group(2).replace(" ", "")));
      }
    }
    if (bytes.size() == 0) {
      throw new AssertionError(file + " has no example");
    }
    return bytes.toByteArray();
  }
}
