package dev.varve.soak.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;

/** The errors of answers. */
final class WireErrors {
  private static final JsonFactory JSON = new JsonFactory();

  private WireErrors() {}

  /** The error that an answer tells: one that a caller may have wanted, or a wrong answer. */
  static RuntimeException of(String operation, Answer answer) throws IOException {
    if (answer.status() == 400) {
      switch (name(answer.body())) {
        case "ConditionalCheckFailedException" -> {
          return new ConditionalCheckFailedException(answer.text());
        }
        case "TransactionCanceledException" -> {
          return new TransactionCanceledException(answer.text());
        }
        default -> {}
      }
    }
    return new WrongAnswerException(
        operation + " was answered by status " + answer.status() + ": " + answer.text());
  }

  /** What stands behind the prefix of {@code __type}; empty if there is none. */
  static String name(byte[] body) throws IOException {
    try (JsonParser in = JSON.createParser(body)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.FIELD_NAME && in.currentName().equals("__type")) {
          String type = in.nextTextValue();
          return type == null ? "" : type.substring(type.indexOf('#') + 1);
        }
      }
      return "";
    } catch (JsonProcessingException noJson) {
      return "";
    }
  }
}
