package dev.varve.dynamodb.changes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.model.FormatPage;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** docs/formats/change.md says what the code writes and reads. */
class ChangeFormatTest {
  private static final Path DATABASE = Path.of("db");
  private static final long CREATED = 1_700_000_000_000L;
  private static final byte[] KEY = ascii("k1");
  private static final byte[] OLD = ascii("old");
  private static final byte[] NEW = ascii("new");
  private static final byte[] LOG_KEY = ChangeLayout.key(300);

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A value as a writer puts it together. */
  private static byte[] value(
      Change.Kind kind, boolean byService, byte[] key, byte[] before, byte[] after) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.writeBytes(ChangeLayout.head(kind, byService, CREATED, key, before, after));
    value.writeBytes(key);
    value.writeBytes(before == null ? new byte[0] : before);
    value.writeBytes(after == null ? new byte[0] : after);
    assertTrue(
        Long.BYTES + value.size() <= ChangeLayout.maxBytes(key, before, after), "room for it");
    return value.toByteArray();
  }

  private static void assertChange(
      Change change, Change.Kind kind, boolean byService, byte[] before, byte[] after) {
    assertEquals(300, change.sequence());
    assertEquals(kind, change.kind());
    assertEquals(byService, change.byService());
    assertEquals(CREATED, change.createdMillis());
    assertArrayEquals(KEY, change.key());
    assertArrayEquals(before, change.before());
    assertArrayEquals(after, change.after());
  }

  @Test
  void theExamplesOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("change.md");
    assertEquals(page.example("change-key"), FormatPage.spaced(LOG_KEY));

    byte[] insertion = value(Change.Kind.INSERT, false, KEY, null, NEW);
    assertEquals(page.example("insertion"), FormatPage.spaced(insertion));
    assertChange(
        ChangeLayout.decode(LOG_KEY, insertion, DATABASE), Change.Kind.INSERT, false, null, NEW);

    byte[] modification = value(Change.Kind.MODIFY, true, KEY, OLD, NEW);
    assertEquals(page.example("modification"), FormatPage.spaced(modification));
    assertChange(
        ChangeLayout.decode(LOG_KEY, modification, DATABASE), Change.Kind.MODIFY, true, OLD, NEW);
  }

  @Property
  void everyChangeReadsBack(
      @ForAll Change.Kind kind,
      @ForAll boolean byService,
      @ForAll boolean keepsBefore,
      @ForAll boolean keepsAfter,
      @ForAll byte[] image)
      throws IOException {
    byte[] before = keepsBefore && kind != Change.Kind.INSERT ? image : null;
    byte[] after = keepsAfter && kind != Change.Kind.REMOVE ? image : null;
    Change change =
        ChangeLayout.decode(LOG_KEY, value(kind, byService, KEY, before, after), DATABASE);
    assertChange(change, kind, byService, before, after);
  }

  @Test
  void wrongBytesAreCorruptionAndNewerOnesUnsupported() throws IOException {
    byte[] value = value(Change.Kind.REMOVE, false, KEY, OLD, null);
    assertNull(ChangeLayout.decode(LOG_KEY, value, DATABASE).after());
    for (int length = 0; length < value.length; length++) {
      byte[] cut = Arrays.copyOf(value, length);
      assertThrows(
          CorruptionException.class,
          () -> ChangeLayout.decode(LOG_KEY, cut, DATABASE),
          "cut at " + length);
    }
    assertCorrupt(Arrays.copyOf(value, value.length + 1)); // more
    assertCorrupt(value(Change.Kind.INSERT, false, KEY, OLD, NEW)); // an item before it
    assertCorrupt(value(Change.Kind.REMOVE, false, KEY, OLD, NEW)); // an item after it
    byte[] flags = value.clone();
    flags[1] = 0x20;
    assertCorrupt(flags); // an unknown one
    flags[1] = 0;
    assertCorrupt(flags); // no kind
    byte[] version = value.clone();
    version[0] = 0;
    assertCorrupt(version);
    version[0] = 2;
    assertThrows(
        UnsupportedFormatException.class, () -> ChangeLayout.decode(LOG_KEY, version, DATABASE));
    assertThrows(
        CorruptionException.class, () -> ChangeLayout.decode(new byte[7], value, DATABASE));
  }

  private static void assertCorrupt(byte[] value) {
    CorruptionException e =
        assertThrows(
            CorruptionException.class, () -> ChangeLayout.decode(LOG_KEY, value, DATABASE));
    assertTrue(e.getMessage().contains("change"), e.getMessage());
    assertFalse(e.expected().isEmpty());
  }
}
