package dev.varve.formats.ion;

import com.amazon.ion.IonReader;
import com.amazon.ion.IonType;
import com.amazon.ion.IonWriter;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.ItemRules;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Values of attributes from Ion and to Ion. Remembers where it reads, for error messages. */
final class IonValues {
  private static final String SET = "$dynamodb_";

  /** More than any number has that is refused for the right reason; the rest is not computed. */
  private static final int MOST_BITS = 4096;

  private final IonReader reader;
  private final List<String> path = new ArrayList<>();

  IonValues(IonReader reader) {
    this.reader = reader;
  }

  /** Names and indexes down to the value that is being read, or was when it failed. */
  String path() {
    return String.join(".", path);
  }

  /**
   * The members of the struct that the reader stands at.
   *
   * @param level of their values; an attribute's own value has level 1
   * @throws ValidationException if one is no value, or breaks a rule; the reader stands somewhere
   *     within the struct then
   */
  Map<String, AttributeValue> members(int level) {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    reader.stepIn();
    while (reader.next() != null) {
      String name = reader.getFieldName();
      path.add(name);
      if (members.put(name, value(level)) != null) {
        throw new ValidationException("the name occurs twice");
      }
      path.removeLast();
    }
    reader.stepOut();
    return members;
  }

  private AttributeValue value(int level) {
    ItemRules.checkLevel(level);
    IonType type = reader.getType();
    String[] annotations = reader.getTypeAnnotations();
    if (annotations.length > 0) {
      if (type != IonType.LIST || reader.isNullValue() || annotations.length > 1) {
        throw noMeaning(annotations[0], type);
      }
      return set(annotations[0]);
    }
    if (reader.isNullValue()) {
      return AttributeValue.nul();
    }
    return switch (type) {
      case STRING -> AttributeValue.s(reader.stringValue());
      case DECIMAL, INT, FLOAT -> number();
      case BLOB -> new AttributeValue.B(reader.newBytes());
      case BOOL -> AttributeValue.bool(reader.booleanValue());
      case LIST -> list(level);
      case STRUCT -> new AttributeValue.M(members(level + 1));
      case NULL, SYMBOL, CLOB, SEXP, TIMESTAMP, DATAGRAM ->
          throw new ValidationException(describe(type) + " is no value of an item");
    };
  }

  private AttributeValue list(int level) {
    List<AttributeValue> elements = new ArrayList<>();
    reader.stepIn();
    while (reader.next() != null) {
      path.add(Integer.toString(elements.size()));
      elements.add(value(level + 1));
      path.removeLast();
    }
    reader.stepOut();
    return new AttributeValue.L(elements);
  }

  private AttributeValue set(String annotation) {
    return switch (annotation) {
      case SET + "SS" ->
          new AttributeValue.SS(elements(AttributeType.S).stream().map(IonValues::text).toList());
      case SET + "NS" ->
          new AttributeValue.NS(
              elements(AttributeType.N).stream().map(AttributeValue.N.class::cast).toList());
      case SET + "BS" ->
          new AttributeValue.BS(
              elements(AttributeType.B).stream().map(AttributeValue.B.class::cast).toList());
      default -> throw noMeaning(annotation, IonType.LIST);
    };
  }

  private static String text(AttributeValue value) {
    return ((AttributeValue.S) value).value();
  }

  private List<AttributeValue> elements(AttributeType wanted) {
    List<AttributeValue> elements = new ArrayList<>();
    reader.stepIn();
    for (IonType type = reader.next(); type != null; type = reader.next()) {
      path.add(Integer.toString(elements.size()));
      boolean isWanted =
          !reader.isNullValue()
              && reader.getTypeAnnotations().length == 0
              && switch (type) {
                case STRING -> wanted == AttributeType.S;
                case DECIMAL, INT, FLOAT -> wanted == AttributeType.N;
                case BLOB -> wanted == AttributeType.B;
                default -> false;
              };
      if (!isWanted) {
        throw new ValidationException(describe(type) + " in a set of type " + wanted);
      }
      elements.add(value(1));
      path.removeLast();
    }
    reader.stepOut();
    return elements;
  }

  private AttributeValue number() {
    BigDecimal value =
        switch (reader.getType()) {
          case DECIMAL -> reader.bigDecimalValue();
          case INT -> new BigDecimal(reader.bigIntegerValue());
          default -> {
            double number = reader.doubleValue();
            if (!Double.isFinite(number)) {
              throw new ValidationException(number + " is no number of an item");
            }
            yield BigDecimal.valueOf(number);
          }
        };
    BigInteger digits = value.unscaledValue();
    if (digits.bitLength() > MOST_BITS) {
      throw new ValidationException(
          "Attempting to store more than 38 significant digits in a Number");
    }
    return new AttributeValue.N(value);
  }

  private static ValidationException noMeaning(String annotation, IonType type) {
    return new ValidationException(
        "the annotation " + annotation + " of " + describe(type) + " has no meaning here");
  }

  /** Names a type of Ion in a sentence. */
  static String describe(IonType type) {
    String name = type.name().toLowerCase(Locale.ROOT);
    return (type == IonType.INT ? "an " : "a ") + name;
  }

  /** Writes an item as a struct. */
  static void write(IonWriter out, Map<String, AttributeValue> members) throws IOException {
    out.stepIn(IonType.STRUCT);
    for (Map.Entry<String, AttributeValue> member : members.entrySet()) {
      out.setFieldName(member.getKey());
      write(out, member.getValue());
    }
    out.stepOut();
  }

  private static void write(IonWriter out, AttributeValue value) throws IOException {
    switch (value) {
      case AttributeValue.S s -> out.writeString(s.value());
      case AttributeValue.N n -> out.writeDecimal(n.value());
      case AttributeValue.B b -> out.writeBlob(b.value());
      case AttributeValue.Bool b -> out.writeBool(b.value());
      case AttributeValue.Null _ -> out.writeNull();
      case AttributeValue.SS set -> {
        beginSet(out, set.type());
        for (String element : set.values()) {
          out.writeString(element);
        }
        out.stepOut();
      }
      case AttributeValue.NS set -> {
        beginSet(out, set.type());
        for (AttributeValue.N element : set.values()) {
          out.writeDecimal(element.value());
        }
        out.stepOut();
      }
      case AttributeValue.BS set -> {
        beginSet(out, set.type());
        for (AttributeValue.B element : set.values()) {
          out.writeBlob(element.value());
        }
        out.stepOut();
      }
      case AttributeValue.L list -> {
        out.stepIn(IonType.LIST);
        for (AttributeValue element : list.values()) {
          write(out, element);
        }
        out.stepOut();
      }
      case AttributeValue.M map -> write(out, map.values());
    }
  }

  private static void beginSet(IonWriter out, AttributeType type) throws IOException {
    out.setTypeAnnotations(SET + type.name());
    out.stepIn(IonType.LIST);
  }
}
