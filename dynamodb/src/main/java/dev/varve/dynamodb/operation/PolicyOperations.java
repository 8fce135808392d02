package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.DeleteResourcePolicy;
import dev.varve.dynamodb.api.DeleteResourcePolicyResult;
import dev.varve.dynamodb.api.GetResourcePolicy;
import dev.varve.dynamodb.api.GetResourcePolicyResult;
import dev.varve.dynamodb.api.PolicyNotFoundException;
import dev.varve.dynamodb.api.PutResourcePolicy;
import dev.varve.dynamodb.api.PutResourcePolicyResult;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.definition.Policies;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The operations on a table's resource policy, which is kept and shown. */
final class PolicyOperations {
  /** As an expected revision: there is no policy. */
  private static final String NO_POLICY = "NO_POLICY";

  private final Services services;

  PolicyOperations(Services services) {
    this.services = services;
  }

  private static void requireTable(String arn) {
    if (!TableArns.isOfTableOrPart(arn)) {
      throw new ValidationException("Invalid ResourceArn: " + arn);
    }
    if (!TableArns.isOfTable(arn)) {
      throw Refusals.noResource(arn);
    }
  }

  PutResourcePolicyResult put(PutResourcePolicy request) throws IOException {
    String arn = request.resourceArn();
    requireTable(arn);
    Policies.check(request.policy());
    Changed changed = new Changed();
    change(
        arn,
        settings -> {
          requireExpected(arn, settings, request.expectedRevisionId());
          changed.policy =
              Optional.of(
                  Policies.revised(
                      settings.policy(), request.policy(), services.clock().epochMillis()));
          return settings.withPolicy(changed.policy);
        });
    return new PutResourcePolicyResult(changed.revision());
  }

  DeleteResourcePolicyResult delete(DeleteResourcePolicy request) throws IOException {
    String arn = request.resourceArn();
    requireTable(arn);
    Changed changed = new Changed();
    change(
        arn,
        settings -> {
          if (settings.policy().isPresent()) {
            requireExpected(arn, settings, request.expectedRevisionId());
          }
          changed.policy = settings.policy();
          return settings.withPolicy(Optional.empty());
        });
    return new DeleteResourcePolicyResult(changed.revision());
  }

  GetResourcePolicyResult get(GetResourcePolicy request) {
    String arn = request.resourceArn();
    requireTable(arn);
    Table table =
        services
            .tables()
            .present(TableArns.name(arn))
            .filter(present -> !present.isDeleted())
            .orElseThrow(() -> Refusals.noResource(arn));
    return table.record().settings().policy().orElseThrow(() -> noPolicy(arn));
  }

  /** The policy of which a change tells. */
  private static final class Changed {
    private Optional<GetResourcePolicyResult> policy = Optional.empty();

    private Optional<String> revision() {
      return policy.flatMap(GetResourcePolicyResult::revisionId);
    }
  }

  private void change(String arn, UnaryOperator<TableSettings> change) throws IOException {
    if (!services.control().adjust(TableArns.name(arn), change)) {
      throw Refusals.noResource(arn);
    }
  }

  private static void requireExpected(String arn, TableSettings settings, String expected) {
    Optional<String> present = settings.policy().flatMap(GetResourcePolicyResult::revisionId);
    boolean isExpected =
        expected == null
            || (expected.equals(NO_POLICY)
                ? present.isEmpty()
                : present.equals(Optional.of(expected)));
    if (!isExpected) {
      throw noPolicy(arn);
    }
  }

  private static PolicyNotFoundException noPolicy(String arn) {
    return new PolicyNotFoundException(
        "Resource-based policy not found for the provided ResourceArn: " + arn);
  }
}
