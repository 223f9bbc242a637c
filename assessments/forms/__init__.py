SAVES = "没有保存，请改正下面几处"  # on top of a form that was sent to be saved
