package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ListTagsOfResource;
import dev.varve.dynamodb.api.ListTagsOfResourceResult;
import dev.varve.dynamodb.api.TagResource;
import dev.varve.dynamodb.api.UntagResource;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.definition.Tags;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** The operations on a table's tags. */
final class TagOperations {
  private final Services services;

  TagOperations(Services services) {
    this.services = services;
  }

  /**
   * Checks the ARN of what is tagged, before all else.
   *
   * @throws ValidationException if it is none of a table
   */
  static void checkArn(String arn) {
    if (arn == null) {
      throw new ValidationException("Invalid TableArn");
    }
    if (!arn.startsWith("arn:")) {
      throw ValidationException.invalidValues("ARNs must start with 'arn:': " + arn);
    }
    if (!TableArns.isOfTableOrPart(arn)) {
      throw ValidationException.invalidValues(
          "Invalid TableArn: Invalid ResourceArn provided as input " + arn);
    }
    if (!TableArns.isOfTable(arn) && !TableArns.isOfStream(arn)) {
      throw ValidationException.invalidValues(
          "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: "
              + arn);
    }
  }

  /** TagResource, which has no answer. */
  Void tag(TagResource request) throws IOException {
    Tags.check(request.tags());
    change(
        request.resourceArn(),
        settings -> settings.withTags(Tags.with(settings.tags(), request.tags())));
    return null;
  }

  /** UntagResource, which has no answer. */
  Void untag(UntagResource request) throws IOException {
    Tags.checkKeys(request.tagKeys());
    change(
        request.resourceArn(),
        settings -> settings.withTags(Tags.without(settings.tags(), request.tagKeys())));
    return null;
  }

  private void change(String arn, UnaryOperator<TableSettings> change) throws IOException {
    if (!TableArns.isOfTable(arn) || !services.control().adjust(TableArns.name(arn), change)) {
      throw Refusals.noResource(arn);
    }
  }

  /** All tags on one page: a table has at most 50. */
  ListTagsOfResourceResult list(ListTagsOfResource request) {
    String arn = request.resourceArn();
    if (!TableArns.isOfTable(arn)) {
      throw Refusals.noResource(arn);
    }
    if (request.nextToken() != null) {
      throw new ValidationException("Invalid NextToken");
    }
    Table table =
        services
            .tables()
            .present(TableArns.name(arn))
            .filter(present -> !present.isDeleted())
            .orElseThrow(() -> Refusals.noResource(arn));
    return ListTagsOfResourceResult.builder().tags(table.record().settings().tags()).build();
  }
}
