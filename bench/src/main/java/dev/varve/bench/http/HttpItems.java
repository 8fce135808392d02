package dev.varve.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.random.Mix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Items by number and generation, as JSON of one length: a pure function, so that each answer can
 * be checked in full without a copy of the data. Eight attributes of five types, {@value
 * #ITEM_BYTES} bytes as DynamoDB counts them, {@value #COLLECTION} of a partition key. All but the
 * key changes with the generation, which one attribute tells.
 *
 * <p>Immutable and thread-safe.
 */
final class HttpItems {
  /** Bytes of an item. */
  static final int ITEM_BYTES = 1024;

  /** About how many of them are the key's. */
  static final int KEY_BYTES = 35;

  /** Items of a partition key. */
  static final int COLLECTION = 100;

  private static final int CUSTOMER_DIGITS = 8;
  private static final int PLACED_DIGITS = 6;
  private static final int REVISION_DIGITS = 10;
  private static final int AMOUNT_DIGITS = 7;
  private static final int REMARK_LETTERS = 642;
  private static final int DIGEST_LETTERS = 320; // of base64: 240 bytes
  private static final int LABEL_LETTERS = 6;
  private static final int STREET_LETTERS = 16;
  private static final int ZIP_DIGITS = 5;

  // No number begins with zero: it would be shown without it, and shorter.
  private static final long FIRST_PLACED = 100_000;
  private static final long PLACED_STEP = 7_000;
  private static final long FIRST_REVISION = 1_000_000_000;

  private static final byte[] LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
          .getBytes(StandardCharsets.US_ASCII);

  private static final String ITEM =
      "{\"customer\":{\"S\":\"customer-%s\"},\"placed\":{\"N\":\"%s\"},"
              .formatted("?".repeat(CUSTOMER_DIGITS), "?".repeat(PLACED_DIGITS))
          + "\"revision\":{\"N\":\"%s\"},\"amount\":{\"N\":\"%s\"},"
              .formatted("?".repeat(REVISION_DIGITS), "?".repeat(AMOUNT_DIGITS))
          + "\"remark\":{\"S\":\"%s\"},\"digest\":{\"B\":\"%s\"},"
              .formatted("?".repeat(REMARK_LETTERS), "?".repeat(DIGEST_LETTERS))
          + "\"labels\":{\"SS\":[\"a-%s\",\"b-%s\",\"c-%s\"]},"
              .formatted(
                  "?".repeat(LABEL_LETTERS), "?".repeat(LABEL_LETTERS), "?".repeat(LABEL_LETTERS))
          + "\"address\":{\"M\":{\"street\":{\"S\":\"%s\"},\"zip\":{\"N\":\"%s\"}}}}"
              .formatted("?".repeat(STREET_LETTERS), "?".repeat(ZIP_DIGITS));

  private static final ObjectMapper JSON = new ObjectMapper();

  private HttpItems() {}

  /** An item's JSON with question marks for what {@link #writeItem} fills in. */
  static String form() {
    return ITEM;
  }

  /** A key's JSON, likewise for {@link #writeKey}. */
  static String keyForm() {
    return "{\"customer\":{\"S\":\"customer-%s\"},\"placed\":{\"N\":\"%s\"}}"
        .formatted("?".repeat(CUSTOMER_DIGITS), "?".repeat(PLACED_DIGITS));
  }

  /** Fills in a key. */
  static void writeKey(Blanks blanks, long number) {
    blanks.rewind();
    key(blanks, number);
  }

  /** Fills in an item. */
  static void writeItem(Blanks blanks, long number, int generation) {
    SplittableRandom random = new SplittableRandom(Mix.mix(number * Mix.GOLDEN + generation));
    blanks.rewind();
    key(blanks, number);
    blanks.digits(FIRST_REVISION + generation);
    blanks.digits(1_000_000 + random.nextInt(9_000_000));
    blanks.letters(random, LETTERS); // remark
    blanks.letters(random, LETTERS); // digest
    blanks.letters(random, LETTERS);
    blanks.letters(random, LETTERS);
    blanks.letters(random, LETTERS); // labels
    blanks.letters(random, LETTERS); // street
    blanks.digits(10_000 + random.nextInt(90_000));
  }

  private static void key(Blanks blanks, long number) {
    blanks.digits(number / COLLECTION);
    blanks.digits(FIRST_PLACED + number % COLLECTION * PLACED_STEP);
  }

  /** A key's JSON. */
  static String key(long number) {
    Blanks blanks = Blanks.of(keyForm());
    writeKey(blanks, number);
    return new String(blanks.bytes(), StandardCharsets.US_ASCII);
  }

  /** An item's JSON. */
  static String item(long number, int generation) {
    Blanks blanks = Blanks.of(ITEM);
    writeItem(blanks, number, generation);
    return new String(blanks.bytes(), StandardCharsets.US_ASCII);
  }

  /**
   * The item found has to be the one of that number, whole, and of a right generation.
   *
   * @param found as the answer has it; a missing node if it has none
   */
  static void check(
      String operation, long number, JsonNode found, int minGeneration, int maxGeneration)
      throws WrongAnswerException, IOException {
    if (!(found instanceof ObjectNode item)) {
      throw wrong(operation, number, "missing");
    }
    long generation = item.path("revision").path("N").asLong() - FIRST_REVISION;
    if (generation < minGeneration || generation > maxGeneration) {
      throw wrong(
          operation,
          number,
          "generation " + generation + ", not " + minGeneration + " to " + maxGeneration);
    }
    JsonNode expected = sorted((ObjectNode) JSON.readTree(item(number, (int) generation)));
    if (!expected.equals(sorted(item.deepCopy()))) {
      throw wrong(operation, number, found + " instead of " + expected);
    }
  }

  static WrongAnswerException wrong(String operation, long number, String what) {
    return new WrongAnswerException(operation + ", item " + number + ": " + what);
  }

  /** The same with its set in order: a server may give it in any. */
  private static ObjectNode sorted(ObjectNode item) {
    TreeSet<String> labels = new TreeSet<>();
    item.path("labels").path("SS").forEach(label -> labels.add(label.asText()));
    ArrayNode inOrder = item.putObject("labels").putArray("SS");
    labels.forEach(inOrder::add);
    return item;
  }
}
