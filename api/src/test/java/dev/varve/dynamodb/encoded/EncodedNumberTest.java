package dev.varve.dynamodb.encoded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.io.ByteWriter;
import dev.varve.testing.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedNumberTest {
  @Property
  void readsBackAndHasTheLengthAnnounced(@ForAll("numbers") N number) {
    ByteWriter out = new ByteWriter(4);
    out.putByte(0x55);
    EncodedNumber.put(out, number);
    int length = out.length() - 1;
    assertEquals(EncodedNumber.length(number), length);
    assertTrue(length <= 18);
    assertEquals(number, EncodedNumber.get(out.toByteArray(), 1, length));
  }

  @Property
  void isWrittenAsTextIfItsDigitsFitALong(@ForAll("numbers") N number) {
    String text = text(number);
    BigInteger digits = number.value().unscaledValue().abs();
    if (!text.isEmpty() || digits.bitLength() < Long.SIZE) {
      assertEquals(number.text(), text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "-9223372036854775807",
        "9223372036854775807E-148",
        "1E-130",
        "-123456789012345678E-147",
        "1E125",
        "-9.99E125",
        "0",
        "0.1",
        "10.01",
        "-100"
      })
  void isWrittenInPlainDecimal(String number) {
    assertEquals(N.parse(number).text(), text(N.parse(number)));
  }

  @Test
  void longNumbersAndThoseThatAreNoneHaveNoText() {
    assertEquals("", text(N.parse("-9223372036854775808")));
    assertEquals("", text(N.parse("9223372036854775808")));
    byte[] target = new byte[EncodedNumber.MAX_TEXT_BYTES];
    byte[] hugeScale = HexFormat.of().parseHex("ffffffff0f01");
    assertEquals(0, EncodedNumber.text(hugeScale, 0, hugeScale.length, target));
    byte[] cut = HexFormat.of().parseHex("0201");
    assertThrows(IndexOutOfBoundsException.class, () -> EncodedNumber.text(cut, 0, 4, target));
  }

  private static String text(N number) {
    ByteWriter out = new ByteWriter(4);
    EncodedNumber.put(out, number);
    byte[] target = new byte[EncodedNumber.MAX_TEXT_BYTES];
    int length = EncodedNumber.text(out.array(), 0, out.length(), target);
    return new String(target, 0, length, StandardCharsets.US_ASCII);
  }

  @Property
  void whatIsTakenAsTextIsWhatParsingSays(@ForAll("texts") String text) {
    ByteWriter out = new ByteWriter(4);
    int sizeBytes = EncodedNumber.putText(out, ("<" + text + ">").toCharArray(), 1, text.length());
    if (sizeBytes == 0) {
      assertEquals(0, out.length());
      return;
    }
    N number = N.parse(text);
    ByteWriter expected = new ByteWriter(4);
    expected.putVarint(EncodedNumber.length(number));
    EncodedNumber.put(expected, number);
    assertEquals(
        HexFormat.of().formatHex(expected.toByteArray()),
        HexFormat.of().formatHex(out.toByteArray()));
    assertEquals(ItemRules.sizeBytes(number), sizeBytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0", "7", "-12.50", "1.", "000", "0.10", "123456789012345678", "-1.5"})
  void usualNumbersAreTakenAsText(String text) {
    assertTrue(
        EncodedNumber.putText(new ByteWriter(4), text.toCharArray(), 0, text.length()) > 0, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "-.",
        ".5",
        "+1",
        "1e3",
        "1.2.3",
        "--1",
        "x",
        "1x",
        " 1",
        "\u0661",
        "1234567890123456789",
        "0000000000000000000"
      })
  void othersAreNot(String text) {
    assertEquals(
        0, EncodedNumber.putText(new ByteWriter(4), text.toCharArray(), 0, text.length()), text);
  }

  @Provide
  Arbitrary<N> numbers() {
    return Arbitraries.oneOf(
        Values.numbers(), Arbitraries.longs().map(value -> new N(BigDecimal.valueOf(value, 40))));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("0123456789.-").ofMinLength(1).ofMaxLength(22),
        Values.numbers().map(N::text));
  }
}
