package dev.varve.identity.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class GlobTest {
  @Property
  void matchesAsARegularExpressionDoes(
      @ForAll @Chars({'a', 'b', '*', '?'}) @StringLength(max = 8) String pattern,
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 10) String text) {
    Pattern regular = Pattern.compile(pattern.replace("*", ".*").replace('?', '.'));
    assertEquals(regular.matcher(text).matches(), Glob.matches(Glob.symbols(pattern), text));
  }

  @Property
  void aTextIsItsOwnSymbols(@ForAll @StringLength(max = 20) String text) {
    assertEquals(text, Glob.text(Glob.symbols(text)));
    assertEquals(text, Glob.text(Glob.plain(text)));
    assertTrue(Glob.matches(Glob.plain(text), text));
  }
}
