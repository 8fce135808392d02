package dev.varve.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class KeyPickerTest {
  @Property(tries = 50)
  void everyIndexCanBePicked(@ForAll @IntRange(min = 1, max = 60) int count) {
    for (KeyPicker picker : new KeyPicker[] {KeyPicker.uniform(count), KeyPicker.zipfian(count)}) {
      SplittableRandom random = new SplittableRandom(count);
      Set<Integer> picked = new HashSet<>();
      for (int i = 0; i < count * 400; i++) {
        int index = picker.next(random);
        assertTrue(index >= 0 && index < count);
        picked.add(index);
      }
      assertEquals(count, picked.size());
    }
  }
}
