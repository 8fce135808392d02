package dev.varve.tools.format;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Says in one line what a file looks like that holds no JSON. */
final class ForeignFormats {
  private static final int SHOWN_CHARS = 20;
  private static final String DYNAMODB_JSON = "; export the table as DynamoDB JSON instead";

  /** First bytes in hexadecimal, and what they tell. */
  private static final Map<String, String> MAGIC = new LinkedHashMap<>();

  static {
    MAGIC.put("FFFE0000", utf("32"));
    MAGIC.put("0000FEFF", utf("32"));
    MAGIC.put("FFFE", utf("16"));
    MAGIC.put("FEFF", utf("16"));
    MAGIC.put("504B0304", "it looks like a zip archive; unpack it first");
    MAGIC.put("50415231", "it looks like Parquet" + DYNAMODB_JSON);
    MAGIC.put("28B52FFD", "it looks like zstd; decompress it first");
    MAGIC.put("425A68", "it looks like bzip2; decompress it first");
    MAGIC.put("FD377A585A00", "it looks like xz; decompress it first");
  }

  private ForeignFormats() {}

  private static String utf(String bits) {
    return "it looks like UTF-"
        + bits
        + "; convert it to UTF-8, for example with iconv -f UTF-"
        + bits
        + " -t UTF-8";
  }

  /** Refuses what is no UTF-8 text at all. */
  static void refuseBinary(byte[] beginning) throws FormatException {
    String start =
        HexFormat.of().withUpperCase().formatHex(beginning, 0, Math.min(8, beginning.length));
    for (Map.Entry<String, String> magic : MAGIC.entrySet()) {
      if (start.startsWith(magic.getKey())) {
        throw new FormatException(magic.getValue());
      }
    }
    // Without a byte order mark UTF-16 shows in the zero beside the first brace or bracket.
    if (beginning.length >= 2 && (beginning[0] == 0) != (beginning[1] == 0)) {
      int first = beginning[0] == 0 ? beginning[1] : beginning[0];
      if (first == '{' || first == '[') {
        throw new FormatException(utf("16"));
      }
    }
  }

  /**
   * The error for text that begins like no JSON object or array.
   *
   * @param partitionKey if it is known
   */
  static FormatException noJson(byte[] beginning, Optional<String> partitionKey) {
    String text = new String(beginning, StandardCharsets.UTF_8);
    String line = text.lines().findFirst().orElse("").strip();
    String looks;
    if (line.startsWith("<")) {
      looks = "it looks like XML or HTML";
    } else if (line.matches("[^{}\\[\\]]*[,;\\t][^{}\\[\\]]*")) {
      looks =
          "it looks like CSV"
              + partitionKey
                  .map(key -> ", but its first line does not name the partition key " + key)
                  .orElse(
                      ", whose columns cannot be told without the partition key; give --partition-key");
    } else {
      looks =
          "it is no JSON object or array: it begins with '"
              + line.substring(0, Math.min(SHOWN_CHARS, line.length()))
              + "'";
    }
    return new FormatException(looks);
  }
}
