package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class HeadBytesTest {
  @Property
  void textsAndNumbersFollowEachOther(
      @ForAll List<@CharRange(to = '\u00ff') @StringLength(max = 300) String> texts,
      @ForAll List<@LongRange(min = 0) Long> numbers) {
    HeadBytes head = new HeadBytes();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < Math.max(texts.size(), numbers.size()); i++) {
      if (i < texts.size()) {
        head.add(texts.get(i));
        expected.append(texts.get(i));
      }
      if (i < numbers.size()) {
        head.add(numbers.get(i));
        expected.append(numbers.get(i));
      }
    }
    assertEquals(
        expected.toString(),
        new String(head.array(), 0, head.length(), StandardCharsets.ISO_8859_1));
  }
}
