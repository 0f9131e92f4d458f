"""What fields of a list are called in other languages than English, by their role; as `fields.normal` writes them."""

from collections.abc import Mapping

# What questions are called, and many other things, too.
TITLES = ("titel", "titre", "titulo", "titolo", "название", "タイトル", "标题", "標題", "العنوان")
DESCRIPTIONS = (
    "beschreibung", "descripcion", "descricao", "descrizione", "omschrijving", "описание", "説明", "描述", "说明",
    "說明", "الوصف",
)  # fmt: skip
# German, French, Spanish, Portuguese, Italian, Dutch, Russian, Japanese, Chinese and Arabic, in this order.
OTHER_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "question": (
        "frage", "pruffrage", "anforderung", "prufpunkt", "aufgabe", "kriterium", "massnahme",
        "exigence", "tache", "critere", "point de controle", "controle", "mesure", "intitule",
        "pregunta", "requisito", "tarea", "criterio", "elemento", "medida",
        "pergunta", "tarefa", "item de verificacao",
        "domanda", "compito", "attivita", "voce", "controllo",
        "vraag", "eis", "taak", "criterium", "maatregel",
        "вопрос", "требование", "задача", "пункт", "критерии",
        "質問", "確認項目", "チェック項目", "要件", "項目",
        "问题", "問題", "检查项", "檢查項", "检查项目", "检查内容", "要求", "任务", "任務", "项目", "項目",
        "السؤال", "سؤال", "المتطلب", "المهمة", "البند",
    ),
    "id": ("nummer", "numero", "номер", "番号", "编号", "編號", "序号", "序號", "الرقم"),
    "section": (
        "unterkategorie", "kategorie", "bereich", "abschnitt", "thema",
        "sous categorie", "categorie", "rubrique", "domaine", "theme",
        "subcategoria", "categoria", "seccion", "tema", "secao", "sezione", "sectie", "onderwerp",
        "категория", "раздел", "カテゴリ", "カテゴリー", "分類", "区分", "分类", "类别", "類別", "الفئة", "القسم",
    ),
    "group": (
        "gruppe", "kapitel", "groupe", "chapitre", "grupo", "capitulo", "gruppo", "capitolo", "groep", "hoofdstuk",
        "группа", "глава", "グループ", "章", "章节", "章節", "المجموعة",
    ),
    "priority": (
        "prioritat", "schweregrad", "wichtigkeit", "priorite", "gravite", "prioridad", "gravedad", "prioridade",
        "gravidade", "priorita", "prioriteit", "приоритет", "優先度", "重要度", "优先级", "優先級", "重要性",
        "الأولوية",
    ),
    "done": (
        "erledigt", "fait", "termine", "hecho", "completado", "feito", "concluido", "fatto", "completato", "gedaan",
        "выполнено", "готово", "完了", "完成", "已完成", "تم",
    ),
    "Why": (
        "begrundung", "warum", "pourquoi", "justification", "raison", "justificacion", "motivo", "justificativa",
        "motivazione", "waarom", "reden", "почему", "理由", "原因", "السبب",
    ),
    "Evidence": (
        "nachweis", "beleg", "preuve", "evidencia", "prueba", "prova", "evidenza", "bewijs", "доказательство", "証跡",
        "証拠", "证据", "證據", "الدليل",
    ),
    "body": (
        *DESCRIPTIONS, "hinweis", "hinweise", "bemerkung", "bemerkungen", "anmerkung", "anmerkungen", "kommentar",
        "remarque", "remarques", "commentaire", "commentaires", "observaciones", "comentarios", "notas", "observacoes",
        "osservazioni", "commento", "opmerking", "opmerkingen", "toelichting", "примечание", "комментарии", "備考",
        "备注", "備註", "ملاحظات",
    ),
}  # fmt: skip
