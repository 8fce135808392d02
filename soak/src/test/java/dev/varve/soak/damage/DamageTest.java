package dev.varve.soak.damage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamageTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void tellsWhetherAnythingIsDifferent(Damage damage) throws Exception {
    Path file = directory.resolve("file");
    Path other = directory.resolve("other");
    Path older = directory.resolve("older");
    byte[] content = new byte[20_000];
    SplittableRandom random = new SplittableRandom(3);
    random.nextBytes(content);
    Files.write(older, new byte[10]);
    for (int round = 0; round < 50; round++) {
      Files.write(file, content);
      Files.write(other, new byte[100]);
      boolean changed = damage.inflict(file, older, other, random);
      boolean same = Files.exists(file) && Files.mismatch(file, Files.write(other, content)) < 0;
      assertEquals(!same, changed);
      if (damage.isInPlace()) {
        assertEquals(content.length, Files.size(file));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OLDER", "CUT"})
  void leavesAloneWhatItCannotDamage(Damage damage) throws Exception {
    Path file = Files.write(directory.resolve("file"), new byte[0]);
    Path none = directory.resolve("none");
    assertFalse(damage.inflict(file, none, file, new SplittableRandom(1)));
    assertArrayEquals(new byte[0], Files.readAllBytes(file));
  }
}
