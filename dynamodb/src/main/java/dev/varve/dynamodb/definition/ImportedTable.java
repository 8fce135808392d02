package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.ImportTable;
import dev.varve.dynamodb.api.InputFormat;
import dev.varve.dynamodb.api.TableCreationParameters;
import dev.varve.dynamodb.api.rules.Findings;
import dev.varve.dynamodb.control.TablePlan;
import dev.varve.dynamodb.error.ValidationException;

/** From the request of ImportTable to the table that is to be. */
public final class ImportedTable {
  private ImportedTable() {}

  /**
   * The table that a request asks for.
   *
   * @param partitions over how many partitions to spread it
   * @throws ValidationException if the request breaks a rule of CreateTable, or has options of
   *     another format than its own
   */
  public static TablePlan plan(ImportTable request, int partitions) {
    requireMeaningful(request);
    TableCreationParameters parameters = request.tableCreationParameters();
    Unsupported.requireAbsent("VectorIndexes", parameters.vectorIndexes());
    CreateTable creation =
        CreateTable.named(parameters.tableName())
            .attributeDefinitions(parameters.attributeDefinitions())
            .keySchema(parameters.keySchema())
            .billingMode(parameters.billingMode())
            .provisionedThroughput(parameters.provisionedThroughput())
            .onDemandThroughput(parameters.onDemandThroughput())
            .sseSpecification(parameters.sseSpecification())
            .globalSecondaryIndexes(parameters.globalSecondaryIndexes())
            .build();
    Findings findings = new Findings();
    TableCreation.check(creation, findings);
    findings.requireNone();
    return TableCreation.plan(creation, partitions);
  }

  private static void requireMeaningful(ImportTable request) {
    if (request.inputFormatOptions() != null && request.inputFormat() != InputFormat.CSV) {
      throw ValidationException.invalidValues(
          "InputFormatOptions.Csv can only be specified when InputFormat is CSV");
    }
  }
}
