package dev.varve.dynamodb.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue.N;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  private static final String DIGITS_38 = "12345678901234567890123456789012345678";

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0.000, 0",
    "0e126, 0",
    "+5, 5",
    "5., 5",
    ".5, 0.5",
    "1.e5, 100000",
    "1e3, 1000",
    "1.10, 1.1",
    "0042, 42",
    "-12.50E+1, -125",
    "1e-20, 0.00000000000000000001",
    "100, 100",
    "9.9e0, 9.9",
    "00.0010, 0.001",
    "1E-0, 1"
  })
  void writesTheNormalForm(String text, String normal) {
    assertEquals(normal, N.parse(text).text());
    assertEquals(N.parse(normal), N.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " 1",
        "1 ",
        "1e",
        "e1",
        ".",
        "+",
        "-",
        "0x10",
        "NaN",
        "Infinity",
        "1_000",
        "--1",
        "1.2.3",
        "1e+",
        "1e1.5",
        "٣",
        "1d"
      })
  void refusesWhatIsNoNumber(String text) {
    assertRefused("The parameter cannot be converted to a numeric value: " + text, text);
  }

  @Test
  void refusesTheEmptyText() {
    assertRefused("The parameter cannot be converted to a numeric value", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e126", "-1e126", "1e2147483647", "10e125", "1e99999999999999999999", "1234e123"})
  void refusesTooLargeNumbers(String text) {
    assertRefused(
        "Number overflow. Attempting to store a number with magnitude larger than supported range",
        text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e-131", "-9.99e-131", "0.1e-130", "1e-2147483648", "1e-99999999999999999999"})
  void refusesTooSmallNumbers(String text) {
    assertRefused(
        "Number underflow. Attempting to store a number with magnitude smaller than supported range",
        text);
  }

  @Test
  void takesThirtyEightDigitsAndNoMore() {
    assertEquals(DIGITS_38, N.parse(DIGITS_38).text());
    assertEquals(DIGITS_38 + "00", N.parse(DIGITS_38 + "00").text());
    assertEquals("0.00" + DIGITS_38, N.parse("0.00" + DIGITS_38 + "000").text());
    assertRefused(
        "Attempting to store more than 38 significant digits in a Number", DIGITS_38 + "9");
    assertRefused(
        "Attempting to store more than 38 significant digits in a Number", "1." + DIGITS_38);
  }

  @Test
  void takesTheEndsOfTheRange() {
    String largest = "9.9999999999999999999999999999999999999E+125";
    assertEquals(new BigDecimal(largest), N.parse(largest).value());
    assertEquals("1" + "0".repeat(125), N.parse("1E125").text());
    assertEquals("0." + "0".repeat(129) + "1", N.parse("1E-130").text());
    assertEquals("0." + "0".repeat(129) + "11", N.parse("1.1E-130").text());
  }

  @Test
  void magnitudeIsJudgedBeforeDigits() {
    assertRefused(
        "Number overflow. Attempting to store a number with magnitude larger than supported range",
        DIGITS_38 + "9e126");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 2",
    "12, 2",
    "123, 3",
    "1234, 3",
    "12345678901234567890123456789012345678, 20",
    "0042, 2",
    "100, 2",
    "1010, 3",
    "0.0000001, 2",
    "1E125, 2",
    "1E-100, 2",
    "1.5, 3",
    "15, 2",
    "1.2, 3",
    "1.200, 3",
    "1.234, 4",
    "3.14159, 5",
    "123456, 4",
    "100.5, 4",
    "0.15, 2",
    "-42, 3",
    "-0, 1"
  })
  void countsSizesAsMeasured(String text, int bytes) {
    assertEquals(bytes, ItemRules.sizeBytes(N.parse(text)));
  }

  @Test
  void addsExactly() {
    assertEquals(N.parse("0.3"), N.parse("0.1").plus(N.parse("0.2")));
    assertEquals(N.parse("0"), N.parse("1.10").minus(N.parse("1.1")));
    assertEquals(
        "Number overflow. Attempting to store a number with magnitude larger than supported range",
        assertThrows(ValidationException.class, () -> N.parse("1e38").plus(N.parse("0.1")))
            .getMessage());
    assertThrows(ValidationException.class, () -> N.parse("9e125").plus(N.parse("9e125")));
    assertThrows(ValidationException.class, () -> N.parse("1.1e-130").minus(N.parse("1e-130")));
  }

  @Property
  void parsesWhatBigDecimalParses(
      @ForAll long unscaled, @ForAll @IntRange(min = -90, max = 100) int scale) {
    BigDecimal value = BigDecimal.valueOf(unscaled, scale);
    N parsed = N.parse(value.toString());
    assertEquals(0, value.compareTo(parsed.value()));
    assertEquals(parsed, N.parse(value.toPlainString()));
    assertEquals(parsed, new N(value));
    assertEquals(parsed, N.parse(parsed.text()));
  }

  @Property
  void equalValuesAreEqualRecords(
      @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long n,
      @ForAll @IntRange(max = 20) int zeros) {
    String text = n + "." + "0".repeat(zeros);
    assertEquals(AttributeValue.n(n), N.parse(text));
    assertEquals(AttributeValue.n(n).hashCode(), N.parse(text).hashCode());
  }

  private static void assertRefused(String message, String text) {
    assertEquals(
        message, assertThrows(ValidationException.class, () -> N.parse(text)).getMessage());
  }
}
