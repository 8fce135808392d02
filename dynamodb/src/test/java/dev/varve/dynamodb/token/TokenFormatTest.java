package dev.varve.dynamodb.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.model.FormatPage;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/formats/token.md says what the code writes and reads. */
class TokenFormatTest {
  private static final Path DATABASE = Path.of("db");
  private static final long FINISHED = 1_700_000_000_000L;

  private static byte[] digest() {
    byte[] digest = new byte[TokenLayout.DIGEST_BYTES];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) i;
    }
    return digest;
  }

  @Test
  void theExamplesOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("token.md");
    byte[] key = TokenLayout.key(FINISHED / 600_000, TokenSpace.TRANSACT_WRITE_ITEMS, "t-1");
    assertEquals(page.example("token-key"), FormatPage.spaced(key));

    TokenRecord record = new TokenRecord(FINISHED, digest(), Map.of("notes", 2L));
    byte[] value = TokenLayout.encode(record);
    assertEquals(page.example("token-value"), FormatPage.spaced(value));
    TokenRecord read = TokenLayout.decode(value, DATABASE);
    assertEquals(FINISHED, read.finishedMillis());
    assertArrayEquals(digest(), read.digest());
    assertEquals(Map.of("notes", 2L), read.readUnits());
  }

  @Test
  void wrongBytesAreCorruptionAndNewerOnesUnsupported() throws IOException {
    byte[] value = FormatPage.bytes(new FormatPage("token.md").example("token-value"));
    int withoutTables = 1 + Long.BYTES + TokenLayout.DIGEST_BYTES;
    for (int length = 0; length < value.length; length++) {
      if (length != withoutTables) {
        byte[] cut = Arrays.copyOf(value, length);
        assertThrows(
            CorruptionException.class, () -> TokenLayout.decode(cut, DATABASE), "cut at " + length);
      }
    }
    byte[] twice = Arrays.copyOf(value, 2 * value.length - withoutTables);
    System.arraycopy(value, withoutTables, twice, value.length, value.length - withoutTables);
    assertThrows(CorruptionException.class, () -> TokenLayout.decode(twice, DATABASE));
    value[0] = 0;
    assertThrows(CorruptionException.class, () -> TokenLayout.decode(value, DATABASE));
    value[0] = 2;
    assertThrows(UnsupportedFormatException.class, () -> TokenLayout.decode(value, DATABASE));
  }
}
