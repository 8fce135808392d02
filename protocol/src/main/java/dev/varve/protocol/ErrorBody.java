package dev.varve.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.InternalServerError;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.api.json.ErrorDetails;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.error.ValidationException;
import java.io.IOException;

/** Errors as clients read them: {@code {"__type":"prefix#Name","message":"..."}}. */
final class ErrorBody {
  private static final String MODEL_PACKAGE = InternalServerError.class.getPackageName();

  private ErrorBody() {}

  /** Writes an error to a generator of bytes. */
  static void write(DynamoException error, JsonGenerator out) throws IOException {
    write(error, out, JsonOut.toBytes(out));
  }

  /**
   * Writes an error.
   *
   * @param details writes to {@code out}, too
   */
  static void write(DynamoException error, JsonGenerator out, JsonOut details) throws IOException {
    out.writeStartObject();
    out.writeStringField("__type", prefix(error) + "#" + error.errorName());
    if (!error.getMessage().isEmpty()) {
      out.writeStringField(messageMember(error), error.getMessage());
    }
    ErrorDetails.write(error, details);
    out.writeEndObject();
  }

  private static String prefix(DynamoException error) {
    return switch (error) {
      case ValidationException _ -> "com.amazon.coral.validate";
      case ThrottlingException _ -> "com.amazon.coral.availability";
      default ->
          error.getClass().getPackageName().equals(MODEL_PACKAGE)
              ? "com.amazonaws.dynamodb.v20120810"
              : "com.amazon.coral.service";
    };
  }

  private static String messageMember(DynamoException error) {
    return switch (error) {
      case SerializationException _, AccessDeniedException _ -> "Message";
      default -> ErrorDetails.messageMember(error);
    };
  }
}
