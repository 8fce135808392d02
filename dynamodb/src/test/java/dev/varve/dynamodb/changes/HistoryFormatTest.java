package dev.varve.dynamodb.changes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.codec.HistoryKey;
import dev.varve.dynamodb.model.FormatPage;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** docs/formats/change.md says what the code writes and reads of histories. */
class HistoryFormatTest {
  private static final Path DATABASE = Path.of("db");
  private static final long MADE = 1_700_000_000_000L;
  private static final byte[] ITEM_KEY = {'k', 0};
  private static final byte[] OLD = "old".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LOG_KEY = key(ITEM_KEY, 300);
  private static final byte[] NO_BYTES = {};

  private static byte[] key(byte[] itemKey, long sequence) {
    byte[] prefix = HistoryKey.prefix(itemKey);
    return ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(sequence).array();
  }

  /** A value as a writer puts it together. */
  private static byte[] value(Change.Kind kind, byte[] key, byte[] before, byte[] after) {
    byte[] head = ChangeLayout.head(kind, false, MADE, key, before, after);
    ByteBuffer value = ByteBuffer.allocate(head.length + key.length + 2 * OLD.length).put(head);
    value.put(key).put(before == null ? NO_BYTES : before).put(after == null ? NO_BYTES : after);
    return Arrays.copyOf(value.array(), value.position());
  }

  @Test
  void theExamplesOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("change.md");
    assertEquals(page.example("history-change-key"), FormatPage.spaced(LOG_KEY));
    byte[] value = value(Change.Kind.MODIFY, NO_BYTES, OLD, null);
    assertEquals(page.example("history-change"), FormatPage.spaced(value));
    Change change = HistoryLayout.decode(LOG_KEY, value, DATABASE);
    assertEquals(300, change.sequence());
    assertEquals(Change.Kind.MODIFY, change.kind());
    assertEquals(MADE, change.createdMillis());
    assertArrayEquals(ITEM_KEY, change.key());
    assertArrayEquals(OLD, change.before());
    byte[] newest = HistoryLayout.newest(MADE);
    assertEquals(page.example("history-newest"), FormatPage.spaced(newest));
    assertEquals(MADE, HistoryLayout.newest(newest, DATABASE));
  }

  /** Bytes that are often zero, or what stands for a zero byte. */
  private static byte[] bytes(List<Integer> numbers) {
    byte[] bytes = new byte[numbers.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (numbers.get(i) == 3 ? 0xFF : numbers.get(i));
    }
    return bytes;
  }

  @Property
  void changesLieInTheOrderOfTheItemsAndThenOfTheirNumbers(
      @ForAll @Size(max = 6) List<@IntRange(max = 3) Integer> one,
      @ForAll @Size(max = 6) List<@IntRange(max = 3) Integer> two,
      @ForAll long number,
      @ForAll long other) {
    byte[] first = bytes(one);
    byte[] second = bytes(two);
    byte[] key = key(first, number);
    assertArrayEquals(first, HistoryKey.itemKey(key));
    assertEquals(number, HistoryKey.sequence(key));
    assertTrue(HistoryKey.prefix(first).length <= HistoryKey.maxPrefixBytes(first.length));
    int order = Arrays.compareUnsigned(first, second);
    int expected = order == 0 ? Long.compareUnsigned(number, other) : order;
    assertEquals(
        Integer.signum(expected), Integer.signum(Arrays.compareUnsigned(key, key(second, other))));
    assertTrue(Arrays.compareUnsigned(HistoryLayout.FIRST_KEY, key) <= 0);
    assertTrue(Arrays.compareUnsigned(HistoryLayout.NEWEST_KEY, key) < 0);
  }

  @Test
  void wrongBytesAreCorruptionAndNewerOnesUnsupported() {
    byte[] value = value(Change.Kind.MODIFY, NO_BYTES, OLD, null);
    for (int length = 0; length < LOG_KEY.length; length++) {
      byte[] cut = Arrays.copyOf(LOG_KEY, length);
      assertThrows(
          CorruptionException.class,
          () -> HistoryLayout.decode(cut, value, DATABASE),
          "cut at " + length);
    }
    byte[] longer = Arrays.copyOf(LOG_KEY, LOG_KEY.length + 1);
    assertThrows(CorruptionException.class, () -> HistoryLayout.decode(longer, value, DATABASE));
    for (byte[] wrong :
        new byte[][] {
          value(Change.Kind.MODIFY, ITEM_KEY, OLD, null),
          value(Change.Kind.MODIFY, NO_BYTES, OLD, OLD)
        }) {
      assertThrows(CorruptionException.class, () -> HistoryLayout.decode(LOG_KEY, wrong, DATABASE));
    }
    byte[] newest = HistoryLayout.newest(MADE);
    for (int length = 0; length < newest.length; length++) {
      byte[] cut = Arrays.copyOf(newest, length);
      assertThrows(CorruptionException.class, () -> HistoryLayout.newest(cut, DATABASE));
    }
    byte[] more = Arrays.copyOf(newest, newest.length + 1);
    assertThrows(CorruptionException.class, () -> HistoryLayout.newest(more, DATABASE));
    newest[0] = 0;
    assertThrows(CorruptionException.class, () -> HistoryLayout.newest(newest, DATABASE));
    newest[0] = 2;
    assertThrows(UnsupportedFormatException.class, () -> HistoryLayout.newest(newest, DATABASE));
  }
}
