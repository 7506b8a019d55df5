package org.vedfolnir;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The messages in the sources, as the page of messages writes them: with the names of what stands in a call instead of
 * {@code {0}}. It reads what the compiler reads. For one thread.
 */
final class LogCalls extends TreeScanner<Void, Void> {

    private static final Pattern LEVEL = Pattern.compile("^(INFO|WARNING|ERROR)\\b");
    /** Shorter ones are parts of sentences, or summaries for metrics. */
    private static final int SENTENCE = 60;

    private final TreeSet<String> messages = new TreeSet<>();
    private final TreeSet<String> sentences = new TreeSet<>();

    /** @return what our code logs at INFO or above, as {@code WARNING text} */
    static TreeSet<String> messages(Stream<Path> sources) throws IOException {
        return read(sources).messages;
    }

    /** @return whole sentences, apart from those of exceptions and constants */
    static TreeSet<String> sentences(Stream<Path> sources) throws IOException {
        return read(sources).sentences;
    }

    private static LogCalls read(Stream<Path> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var calls = new LogCalls();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources.toList()));
            for (var unit : task.parse()) {
                calls.scan(unit, null);
            }
        }
        return calls;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
        if (call.getMethodSelect() instanceof MemberSelectTree method
                && method.getIdentifier().contentEquals("log")
                && call.getArguments().size() > 1
                && LEVEL.matcher(text(call.getArguments().get(0))).find()) {
            var level = text(call.getArguments().get(0)).replace(" / DEBUG", "");
            var parameters = call.getArguments().subList(2, call.getArguments().size());
            alternatives(call.getArguments().get(1))
                    .forEach(message -> messages.add(level + " " + filled(text(message), parameters)));
            return null;
        }
        return super.visitMethodInvocation(call, none);
    }

    private static List<ExpressionTree> alternatives(ExpressionTree message) {
        return message instanceof ConditionalExpressionTree either
                ? List.of(either.getTrueExpression(), either.getFalseExpression())
                : List.of(message);
    }

    private static String filled(String message, List<? extends ExpressionTree> parameters) {
        var filled = message;
        for (var i = 0; i < parameters.size(); i++) {
            filled = filled.replace("{" + i + "}", placeholder(parameters.get(i)));
        }
        return filled.equals(message) ? message : filled.replace("''", "'");
    }

    @Override
    public Void visitNewClass(NewClassTree creation, Void none) {
        var created = creation.getIdentifier().toString();
        if (created.equals("Concern")) {
            return scan(creation.getArguments().get(1), none); // the first one is its summary
        }
        return created.endsWith("Exception") ? null : super.visitNewClass(creation, none);
    }

    /** A constant is a summary, or used in a sentence. */
    @Override
    public Void visitVariable(VariableTree variable, Void none) {
        return variable.getInitializer() instanceof NewClassTree || variable.getInitializer() == null
                ? super.visitVariable(variable, none)
                : variable.getModifiers().getFlags().isEmpty() ? super.visitVariable(variable, none) : null;
    }

    @Override
    public Void visitBinary(BinaryTree binary, Void none) {
        addSentence(text(binary));
        return null;
    }

    /** The parser joins literals. */
    @Override
    public Void visitLiteral(LiteralTree literal, Void none) {
        addSentence(text(literal));
        return null;
    }

    private void addSentence(String text) {
        if (text.length() > SENTENCE && text.endsWith(".") && Character.isUpperCase(text.charAt(0))) {
            sentences.add(text);
        }
    }

    private static String text(Tree expression) {
        if (expression instanceof LiteralTree literal) {
            return String.valueOf(literal.getValue());
        } else if (expression instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
            return part(sum.getLeftOperand()) + part(sum.getRightOperand());
        } else if (expression instanceof ParenthesizedTree inner) {
            return text(inner.getExpression());
        } else if (expression instanceof ConditionalExpressionTree either) {
            return text(either.getTrueExpression()) + " / " + text(either.getFalseExpression());
        }
        return name(expression);
    }

    private static String part(Tree expression) {
        return expression instanceof LiteralTree || expression instanceof BinaryTree
                ? text(expression)
                : placeholder(expression);
    }

    private static String placeholder(Tree expression) {
        return "{" + text(expression).strip() + "}";
    }

    /** Returns what an expression is called: {@code getMessage()} is a message, {@code names().get(0)} names. */
    private static String name(Tree expression) {
        if (expression instanceof IdentifierTree identifier) {
            return identifier.getName().toString();
        } else if (expression instanceof LambdaExpressionTree lambda) {
            return name(lambda.getBody());
        } else if (expression instanceof MemberSelectTree member) {
            return property(member.getIdentifier().toString());
        } else if (expression instanceof MethodInvocationTree call) {
            var method = name(call.getMethodSelect());
            if (!List.of("get", "name", "path", "valueOf", "reference").contains(method)) {
                return method;
            } else if (call.getMethodSelect() instanceof MemberSelectTree select
                    && (call.getArguments().isEmpty() || method.equals("get"))) {
                return name(select.getExpression());
            } else if (!call.getArguments().isEmpty()) {
                return name(call.getArguments().get(0));
            }
            return method;
        }
        return expression.toString();
    }

    private static String property(String method) {
        return method.matches("get[A-Z].*")
                ? method.substring(3, 4).toLowerCase(Locale.ROOT) + method.substring(4)
                : method;
    }
}
