package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Where a SELECT goes on with its next page: its {@code NextToken}. To a client it is a text
 * without meaning, which fits the statement and the parameters that it was given for.
 *
 * <pre>
 *  0            1                     17            21
 *  +------------+---------------------+-------------+----------------------+
 *  | version u8 | digest, 16 bytes    | range, u32  | key, DynamoDB's JSON |   in Base64
 *  +------------+---------------------+-------------+----------------------+
 * </pre>
 *
 * @param range which of the statement's ranges of keys, from 0
 * @param startKey behind which key; null for the beginning of the range
 */
record StatementToken(int range, Item startKey) {
  /** The first page of a statement. */
  static final StatementToken FIRST = new StatementToken(0, null);

  private static final int VERSION = 1;
  private static final int DIGEST_BYTES = 16;
  private static final int HEAD_BYTES = 1 + DIGEST_BYTES + Integer.BYTES;

  /** What tells a statement with its parameters, which may be null, from all others. */
  static byte[] digest(String statement, List<AttributeValue> parameters) {
    ValueDigest digest = new ValueDigest();
    digest.add(statement);
    digest.addAll(parameters);
    return Arrays.copyOf(digest.end(), DIGEST_BYTES);
  }

  /** The token as a text. */
  String text(byte[] digest) {
    byte[] key =
        startKey == null ? new byte[0] : ItemJson.write(startKey).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(HEAD_BYTES + key.length)
                .put((byte) VERSION)
                .put(digest)
                .putInt(range)
                .put(key)
                .array());
  }

  /**
   * The token of a text.
   *
   * @param ranges how many ranges the statement reads
   * @throws ValidationException if it is none, or another statement's
   */
  static StatementToken of(String text, byte[] digest, int ranges) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
    if (bytes.length < HEAD_BYTES || bytes[0] != VERSION) {
      throw invalid();
    }
    if (!Arrays.equals(bytes, 1, 1 + DIGEST_BYTES, digest, 0, DIGEST_BYTES)) {
      throw new ValidationException("NextToken does not match request");
    }
    int range = ByteBuffer.wrap(bytes).getInt(1 + DIGEST_BYTES);
    if (range < 0 || range >= ranges) {
      throw invalid();
    }
    return new StatementToken(range, bytes.length == HEAD_BYTES ? null : key(bytes));
  }

  private static Item key(byte[] bytes) {
    try {
      Item key =
          ItemJson.parse(
              new String(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES, StandardCharsets.UTF_8));
      Paging.checkStartKey(key);
      return key;
    } catch (DynamoException e) {
      throw invalid();
    }
  }

  private static ValidationException invalid() {
    return new ValidationException("Invalid NextToken");
  }
}
