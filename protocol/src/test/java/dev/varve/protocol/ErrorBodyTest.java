package dev.varve.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.CancellationReason;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.IdempotentParameterMismatchException;
import dev.varve.dynamodb.api.InternalServerError;
import dev.varve.dynamodb.api.LimitExceededException;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.api.ThrottlingReason;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.TransactionInProgressException;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.error.ValidationException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BEHAVIOUR.md, section 2.1. */
class ErrorBodyTest {
  private static final String SERVICE = "com.amazon.coral.service#";
  private static final String MODEL = "com.amazonaws.dynamodb.v20120810#";

  @Test
  void errorsThatTheModelListsHaveItsPrefix() throws IOException {
    for (DynamoException error :
        new DynamoException[] {
          new ResourceNotFoundException("m"),
          new ResourceInUseException("m"),
          new LimitExceededException("m"),
          new InternalServerError("m")
        }) {
      assertEquals(
          "{\"__type\":\"" + MODEL + error.errorName() + "\",\"message\":\"m\"}", written(error));
    }
  }

  @Test
  void thoseOfTheServiceHaveItsOwn() throws IOException {
    for (DynamoException error :
        new DynamoException[] {
          new MissingAuthenticationTokenException("m"),
          new IncompleteSignatureException("m"),
          new InvalidSignatureException("m"),
          new UnrecognizedClientException("m"),
          new ExpiredTokenException("m")
        }) {
      assertEquals(
          "{\"__type\":\"" + SERVICE + error.errorName() + "\",\"message\":\"m\"}", written(error));
    }
    assertEquals(
        "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"m\"}",
        written(new ValidationException("m")));
    assertEquals(
        "{\"__type\":\"com.amazon.coral.availability#ThrottlingException\",\"message\":\"m\",\"throttlingReasons\":[{\"reason\":\"r\",\"resource\":\"arn\"}]}",
        written(
            new ThrottlingException(
                "m", List.of(ThrottlingReason.builder().reason("r").resource("arn").build()))));
  }

  @Test
  void someTellTheirMessageWithACapitalLetter() throws IOException {
    assertEquals(
        "{\"__type\":\"" + SERVICE + "SerializationException\",\"Message\":\"m\"}",
        written(new SerializationException("m")));
    assertEquals(
        "{\"__type\":\"" + SERVICE + "AccessDeniedException\",\"Message\":\"m\"}",
        written(new AccessDeniedException("m")));
    assertEquals(
        "{\"__type\":\"" + MODEL + "TransactionInProgressException\",\"Message\":\"m\"}",
        written(new TransactionInProgressException("m")));
    assertEquals(
        "{\"__type\":\"" + MODEL + "IdempotentParameterMismatchException\",\"Message\":\"m\"}",
        written(new IdempotentParameterMismatchException("m")));
  }

  @Test
  void errorsWithoutMessageHaveNone() throws IOException {
    assertEquals(
        "{\"__type\":\"" + SERVICE + "UnknownOperationException\"}",
        written(new UnknownOperationException("")));
    assertEquals(
        "{\"__type\":\"" + SERVICE + "SerializationException\"}",
        written(new SerializationException("")));
  }

  @Test
  void furtherMembersAreTold() throws IOException {
    assertEquals(
        "{\"__type\":\""
            + MODEL
            + "TransactionCanceledException\",\"Message\":\"m\",\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\",\"Message\":\"The conditional request failed\"}]}",
        written(
            new TransactionCanceledException(
                "m",
                List.of(
                    CancellationReason.builder().code("None").build(),
                    CancellationReason.builder()
                        .code("ConditionalCheckFailed")
                        .message("The conditional request failed")
                        .build()))));
  }

  @Test
  void theItemOfAFailedConditionIsToldWhenAskedFor() throws IOException {
    try (Endpoint endpoint = new Endpoint()) {
      endpoint.createTable();
      endpoint.call("PutItem", "{'TableName':'Tab','Item':{'p':{'S':'a'},'n':{'N':'1'}}}");
      String put =
          "{'TableName':'Tab','Item':{'p':{'S':'a'}},'ConditionExpression':'attribute_not_exists(p)'";
      String plain =
          "{\"__type\":\""
              + MODEL
              + "ConditionalCheckFailedException\",\"message\":\"The conditional request failed\"";
      assertEquals(plain + "}", endpoint.call("PutItem", put + "}").text());
      assertEquals(
          plain + ",\"Item\":{\"p\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}}",
          endpoint
              .call("PutItem", put + ",'ReturnValuesOnConditionCheckFailure':'ALL_OLD'}")
              .text());
      assertEquals(
          ConditionalCheckFailedException.class.getSimpleName(), endpoint.lastCall().error());
    }
  }

  private static String written(DynamoException error) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = WireJson.factory().createGenerator(text)) {
      ErrorBody.write(error, out);
    }
    return text.toString();
  }
}
