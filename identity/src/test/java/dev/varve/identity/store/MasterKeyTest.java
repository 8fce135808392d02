package dev.varve.identity.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MasterKeyTest {
  private final MasterKey key = MasterKey.generate(new SecureRandom());

  @Test
  void whatIsSealedOpensAsItWas() {
    for (int length : new int[] {0, 1, 40, 1000}) {
      byte[] plain = new byte[length];
      Arrays.fill(plain, (byte) 7);
      byte[] sealed = key.seal(plain, "a");
      assertArrayEquals(plain, key.open(sealed, "a").orElseThrow());
      assertFalse(Arrays.equals(sealed, key.seal(plain, "a")), "no nonce comes twice");
    }
  }

  @Test
  void nothingElseOpens() {
    byte[] sealed = key.seal(new byte[] {1, 2, 3}, "a");
    assertEquals(Optional.empty(), key.open(sealed, "b"));
    assertEquals(Optional.empty(), MasterKey.generate(new SecureRandom()).open(sealed, "a"));
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertEquals(Optional.empty(), key.open(changed, "a"), "bit " + bit);
    }
    for (int length = 0; length < sealed.length; length++) {
      assertEquals(Optional.empty(), key.open(Arrays.copyOf(sealed, length), "a"));
    }
  }

  @Test
  void theTextOfAKeyIsThatKey() {
    byte[] sealed = key.seal(new byte[] {1}, "a");
    MasterKey read = MasterKey.parse(" " + key.text() + "\n", new SecureRandom()).orElseThrow();
    assertArrayEquals(new byte[] {1}, read.open(sealed, "a").orElseThrow());
    for (String wrong : new String[] {"", "00", "zz".repeat(32), key.text() + "0"}) {
      assertEquals(Optional.empty(), MasterKey.parse(wrong, new SecureRandom()), wrong);
    }
  }
}
