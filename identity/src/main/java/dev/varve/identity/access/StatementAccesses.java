package dev.varve.identity.access;

import dev.varve.dynamodb.api.BatchExecuteStatement;
import dev.varve.dynamodb.api.BatchStatementRequest;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteTransaction;
import dev.varve.dynamodb.api.ParameterizedStatement;
import dev.varve.dynamodb.partiql.StatementOutline;
import java.util.ArrayList;
import java.util.List;

/**
 * Accesses of PartiQL statements: one action for each kind of statement, on its table. Which items
 * and attributes a statement touches is not looked at, so that a policy that limits them allows
 * none.
 */
final class StatementAccesses {
  private StatementAccesses() {}

  static Access one(ExecuteStatement request) {
    return access(request.statement(), null);
  }

  static List<Access> batch(BatchExecuteStatement request) {
    List<Access> accesses = new ArrayList<>();
    if (request.statements() != null) {
      for (BatchStatementRequest statement : request.statements()) {
        accesses.add(access(statement.statement(), null));
      }
    }
    return accesses;
  }

  static List<Access> transaction(ExecuteTransaction request) {
    List<Access> accesses = new ArrayList<>();
    if (request.transactStatements() != null) {
      for (ParameterizedStatement statement : request.transactStatements()) {
        accesses.add(access(statement.statement(), "ExecuteTransaction"));
      }
    }
    return accesses;
  }

  private static Access access(String statement, String enclosing) {
    StatementOutline outline = StatementOutline.of(statement == null ? "" : statement);
    return new Access.Builder(action(outline.kind()))
        .enclosing(enclosing)
        .table(outline.table().orElse(null))
        .index(outline.index().orElse(null))
        .opaque()
        .build();
  }

  /** The action of IAM; that of reading for what is no statement, and will be refused. */
  private static String action(StatementOutline.Kind kind) {
    return switch (kind) {
      case SELECT, EXISTS, NONE -> "PartiQLSelect";
      case INSERT -> "PartiQLInsert";
      case UPDATE -> "PartiQLUpdate";
      case DELETE -> "PartiQLDelete";
    };
  }
}
