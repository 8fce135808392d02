package dev.varve.bench.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void textAndAttributesAreEscaped() {
    assertEquals(
        "<p title=\"&quot;a&quot; &amp; b\">1 &lt; 2 &gt; 0 µ 😀</p><br/>",
        new Markup().element("p", "1 < 2 > 0 µ 😀", "title", "\"a\" & b").empty("br").toString());
  }

  @Test
  void whatXmlCannotHoldIsReplaced() {
    assertEquals("a\ufffdb\ufffd\ufffdc\n", Markup.escape("a\u0000b\u001b\ud800c\n"));
  }

  @Test
  void whatIsNotClosedIsNotWritten() {
    assertThrows(IllegalStateException.class, () -> new Markup().open("p").toString());
  }
}
